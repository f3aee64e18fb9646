package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import io.github.vitlora.regime.WeightSpec;

/**
 * Computes {@code y = x W^T + b}, {@code (..., in)} to {@code (..., out)}, with W {@code (out,
 * in)}.
 */
final class DenseLayer extends VitBlock {
  /** W is {@code (out, in)}. */
  final Weight weight;

  /** The bias b is {@code (out)}. */
  final Weight bias;

  DenseLayer(Weights weights, String layer) {
    weight = weight(weights, layer, WeightSpec.WEIGHT);
    bias = weight(weights, layer, WeightSpec.BIAS);
  }

  @Override
  NDArray apply(ParameterStore store, NDArray x, boolean training) {
    return Linear.linear(x, weight.in(store, x, training), bias.in(store, x, training))
        .singletonOrThrow();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape input = inputShapes[0];
    return new Shape[] {input.slice(0, input.dimension() - 1).add(weight.shape().get(0))};
  }
}
