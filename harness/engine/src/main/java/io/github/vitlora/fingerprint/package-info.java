/** Identifies what determines a trial's numbers: code, input, images, weights and platform. */
package io.github.vitlora.fingerprint;
