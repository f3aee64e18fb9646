package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import io.github.vitlora.checkpoint.Weight;
import java.util.function.BiConsumer;

/** {@code y = x W^T + b}: {@code (..., in)} to {@code (..., out)}, with W of shape (out, in). */
final class DenseLayer extends VitBlock {
  private final Weight weight;
  private final Weight bias;

  DenseLayer(int in, int out) {
    weight = weight("weight", Parameter.Type.WEIGHT, out, in);
    bias = weight("bias", Parameter.Type.BIAS, out);
  }

  /** W, {@code (out, in)}. */
  Weight weight() {
    return weight;
  }

  /** b, {@code (out)}. */
  Weight bias() {
    return bias;
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

  @Override
  void collect(String prefix, BiConsumer<String, Weight> into) {
    into.accept(prefix + "weight", weight);
    into.accept(prefix + "bias", bias);
  }
}
