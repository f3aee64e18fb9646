package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.regime.Adapter;
import java.util.Map;

/**
 * A dense layer {@code W0 x + b} with an adapter beside it, whose matrices are A {@code (r, in)}
 * and B {@code (out, r)} and whose scale is s. W0 and b stay frozen unless a regime trains them
 * too.
 */
abstract class AdaptedLinear extends VitBlock {
  /** The layer itself. */
  final DenseLayer dense;

  /** A. */
  final Weight down;

  /** B. */
  final Weight up;

  /** The factor s, {@code (1)}. */
  final NDArray scale;

  private final Adapter adapter;
  private final Dropout dropout;

  /**
   * Wraps a layer.
   *
   * @param constants owner of the layer's constants; lives as long as the layer
   * @param weights have the layer's and the adapter's
   * @param dropout applied to the adapter's input in training
   */
  AdaptedLinear(NDManager constants, Weights weights, Adapter adapter, Dropout dropout) {
    this.adapter = adapter;
    this.dropout = dropout;
    dense = addChildBlock("dense", new DenseLayer(weights, adapter.layer()));
    down = weight(weights, adapter.layer(), adapter.down().part());
    up = weight(weights, adapter.layer(), adapter.up().part());
    scale = constants.full(new Shape(1), (float) adapter.scale());
  }

  /** The implementation of every variant; parameters are the constructor's. */
  static AdaptedLinear of(NDManager constants, Weights weights, Adapter adapter, Dropout dropout) {
    return switch (adapter.variant()) {
      case STANDARD -> new LoraLinear(constants, weights, adapter, dropout);
      case DORA -> new DoraLinear(constants, weights, adapter, dropout);
      case BIASED -> new BiasedLoraLinear(constants, weights, adapter, dropout);
    };
  }

  /** What the regime says of the adapter. */
  final Adapter adapter() {
    return adapter;
  }

  /** The adapter's input. */
  final NDArray dropped(NDArray x, boolean training) {
    return training ? dropout.apply(x) : x;
  }

  /** Sets what follows from the layer's own weight, which has its values by now. */
  void start() {
    // Nothing does of most variants.
  }

  /**
   * The layer's weights with the adapter folded in, computed in double precision and rounded once.
   *
   * @param owner of the folded arrays
   * @return by the names of the layer's own weights; those that nothing is folded into are absent
   */
  Map<String, NDArray> merged(NDManager owner) {
    try (NDManager scope = owner.newSubManager()) {
      NDArray factor = scope.create(adapter.scale());
      NDArray frozen = wide(dense.weight(), scope);
      NDArray sum = frozen.add(wide(up, scope).matMul(wide(down, scope)).mul(factor));
      return Map.of(dense.weight().spec().name(), rounded(folded(sum, scope), owner));
    }
  }

  /**
   * The weight that an adapted one comes to.
   *
   * @param sum {@code W0 + s B A}
   * @param scope owner of what is computed
   */
  NDArray folded(NDArray sum, NDManager scope) {
    return sum;
  }

  /** A copy in double precision. */
  static NDArray wide(Weight weight, NDManager scope) {
    NDArray wide = weight.array().toType(DataType.FLOAT64, true);
    wide.attach(scope);
    return wide;
  }

  /** A copy in single precision. */
  static NDArray rounded(NDArray wide, NDManager owner) {
    NDArray single = wide.toType(DataType.FLOAT32, true);
    single.attach(owner);
    return single;
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputShapes) {
    return dense.getOutputShapes(inputShapes);
  }
}
