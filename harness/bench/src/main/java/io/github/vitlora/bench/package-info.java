/**
 * Measures training and evaluation steps, their parts and the image pipeline by JMH.
 *
 * <p>A step is everything that a user pays for: forward, backward, head, loss, the addition of
 * gradients and the optimizer. Networks start from random weights, since times do not depend on
 * them. Shapes are those of ViT-Tiny/16 at 224 pixels.
 */
package io.github.vitlora.bench;
