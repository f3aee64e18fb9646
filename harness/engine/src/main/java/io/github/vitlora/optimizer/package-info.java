/** Moves parameters by their gradients: Adam and SGD, schedules, clipping. */
package io.github.vitlora.optimizer;
