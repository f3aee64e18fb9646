/**
 * Implements the Vision Transformer as DJL blocks, low-rank adapters, and checkpoints in
 * safetensors.
 *
 * <p>Shapes are written with B for images of a batch, N tokens, C embedding dimension, H heads, D
 * features per head, K classes and r rank. No operator here takes a Java number while gradients are
 * recorded: DJL would wrap it in a tensor over memory that may be gone before the backward pass
 * reads it. Constants are arrays that live as long as the model.
 */
package io.github.vitlora.model;
