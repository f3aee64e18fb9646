package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import io.github.vitlora.regime.WeightSpec;

/**
 * Cuts an image into square patches and projects each to a token: {@code (B, channels, S, S)} to
 * {@code (B, (S / P)^2, C)}, row by row. The projection is a convolution of stride P.
 */
final class PatchEmbedding extends VitBlock {
  private final Weight weight;
  private final Weight bias;
  private final Shape stride;

  PatchEmbedding(Weights weights, String layer, int patchSize) {
    weight = weight(weights, layer, WeightSpec.WEIGHT);
    bias = weight(weights, layer, WeightSpec.BIAS);
    stride = new Shape(patchSize, patchSize);
  }

  @Override
  NDArray apply(ParameterStore store, NDArray pixels, boolean training) {
    NDArray grid =
        Conv2d.conv2d(
                pixels,
                weight.in(store, pixels, training),
                bias.in(store, pixels, training),
                stride)
            .singletonOrThrow();
    long batch = grid.getShape().get(0);
    long width = grid.getShape().get(1);
    return grid.reshape(batch, width, -1).transpose(0, 2, 1);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape in = inputShapes[0];
    long patches = in.get(2) / stride.get(0) * (in.get(3) / stride.get(1));
    return new Shape[] {new Shape(in.get(0), patches, weight.shape().get(0))};
  }
}
