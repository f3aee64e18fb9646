package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import io.github.vitlora.regime.AdapterTarget;
import io.github.vitlora.regime.WeightSpec;
import java.nio.FloatBuffer;

/**
 * Computes {@code y = x W^T + b}, {@code (..., in)} to {@code (..., out)}, with W {@code (out,
 * in)}. It has all rows of a layer's weight and bias, or those of a part of it.
 */
final class DenseLayer extends VitBlock {
  private final Weight weight;
  private final Weight bias;
  private final int firstRow;
  private final int rows;

  /** Takes a whole layer. */
  DenseLayer(Weights weights, String layer) {
    this(weights, layer, 0, weights.of(layer, WeightSpec.WEIGHT).spec().out());
  }

  /** Takes the rows of a target. Weights of which it has a part are those of another block. */
  DenseLayer(Weights weights, AdapterTarget target) {
    this(weights, target.dense().layer(), target.firstRow(), target.weight().out());
  }

  private DenseLayer(Weights weights, String layer, int firstRow, int rows) {
    weight = weights.of(layer, WeightSpec.WEIGHT);
    bias = weights.of(layer, WeightSpec.BIAS);
    this.firstRow = firstRow;
    this.rows = rows;
    if (isWhole()) {
      addParameter(weight.parameter());
      addParameter(bias.parameter());
    }
  }

  @Override
  NDArray apply(ParameterStore store, NDArray x, boolean training) {
    return Linear.linear(x, weight(store, x, training), bias(store, x, training))
        .singletonOrThrow();
  }

  /** Returns W, {@code (out, in)}. */
  NDArray weight(ParameterStore store, NDArray x, boolean training) {
    return some(weight.in(store, x, training), x.getManager());
  }

  /** Returns b, {@code (out)}. */
  NDArray bias(ParameterStore store, NDArray x, boolean training) {
    return some(bias.in(store, x, training), x.getManager());
  }

  /**
   * Returns W as it is now.
   *
   * @param scope owner of what is copied for it
   */
  NDArray weight(NDManager scope) {
    return some(weight.array(), scope);
  }

  /** Returns b as it is now; the parameter is that of {@link #weight(NDManager)}. */
  NDArray bias(NDManager scope) {
    return some(bias.array(), scope);
  }

  private NDArray some(NDArray all, NDManager scope) {
    return isWhole() ? all : all.get(scope, new NDIndex().addSliceDim(firstRow, firstRow + rows));
  }

  private boolean isWhole() {
    return rows == weight.spec().out();
  }

  /** Returns the name of the whole layer's weight. */
  String weightName() {
    return weight.spec().name();
  }

  /** Returns the name of the whole layer's bias. */
  String biasName() {
    return bias.spec().name();
  }

  /** Gives W other values, {@code (out, in)}. */
  void setWeight(NDArray values) {
    try (NDManager scope = weight.array().getManager().newSubManager()) {
      with(values, weight.array(), scope).copyTo(weight.array());
    }
  }

  /**
   * Returns the whole layer's weight or bias with other values in this layer's rows.
   *
   * @param values of these rows
   * @param all of the whole layer; stays as it is
   * @param owner of what is made for it
   */
  NDArray with(NDArray values, NDArray all, NDManager owner) {
    if (isWhole()) {
      return values;
    }
    float[] joined = all.toFloatArray();
    float[] some = values.toFloatArray();
    System.arraycopy(some, 0, joined, firstRow * (some.length / rows), some.length);
    return Tensors.copy(owner, FloatBuffer.wrap(joined), all.getShape());
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape input = inputShapes[0];
    return new Shape[] {input.slice(0, input.dimension() - 1).add(rows)};
  }
}
