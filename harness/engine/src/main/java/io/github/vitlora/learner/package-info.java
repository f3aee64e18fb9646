/** Computes losses and gradients of a network, by kernels or by DJL's operators. */
package io.github.vitlora.learner;
