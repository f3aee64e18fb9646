/**
 * Trains one trial: it holds the loop, checkpoints, and the search among learning rates.
 *
 * <p>The rule of the {@code model} package holds here too: nothing that records gradients takes a
 * Java number.
 */
package io.github.vitlora.train;
