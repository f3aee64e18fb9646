/**
 * One trial: its loop, loss, optimizer and metrics.
 *
 * <p>The rule of the {@code model} package holds here too: nothing that records gradients takes a
 * Java number.
 */
package io.github.vitlora.train;
