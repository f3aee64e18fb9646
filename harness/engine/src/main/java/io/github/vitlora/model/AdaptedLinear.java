package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import io.github.vitlora.regime.Adapter;
import io.github.vitlora.regime.LoraVariant;
import java.util.Map;

/**
 * An adapted layer is a dense layer {@code W0 x + b}, or a part of one, with an adapter beside it,
 * whose matrices are A {@code (r, in)} and B {@code (out, r)} and whose scale is s. W0 and b stay
 * frozen unless a regime trains them too.
 */
abstract class AdaptedLinear extends VitBlock {
  /** The dense layer has W0 and b. */
  final DenseLayer dense;

  /** This weight is A. */
  final Weight down;

  /** This weight is B. */
  final Weight up;

  /** The scale s is an array {@code (1)}. */
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
    dense = addChildBlock("dense", new DenseLayer(weights, adapter.target()));
    down = weight(weights, adapter.layer(), adapter.down().part());
    up = weight(weights, adapter.layer(), adapter.up().part());
    scale = constants.full(new Shape(1), (float) adapter.scale());
  }

  /** Returns the layer of an adapter's variant; parameters are the constructor's. */
  static AdaptedLinear of(NDManager constants, Weights weights, Adapter adapter, Dropout dropout) {
    return switch (adapter.variant()) {
      case STANDARD -> new LoraLinear(constants, weights, adapter, dropout);
      case DORA -> new DoraLinear(constants, weights, adapter, dropout);
      case BIASED -> new BiasedLoraLinear(constants, weights, adapter, dropout);
    };
  }

  /** Returns what the regime says of the adapter. */
  final Adapter adapter() {
    return adapter;
  }

  /** Returns the adapter's input. */
  final NDArray dropped(NDArray x, boolean training) {
    return training ? dropout.apply(x) : x;
  }

  /** Initialises what follows from the layer's own weight, whose values are set. */
  void start() {
    // Nothing does of most variants.
  }

  /**
   * Folds the adapter into the layer's weights, in double precision and rounded once.
   *
   * @param weights of the network by name; those that the adapter is folded into are replaced
   * @param owner of the folded arrays
   */
  void mergeInto(Map<String, NDArray> weights, NDManager owner) {
    try (NDManager scope = owner.newSubManager()) {
      NDArray factor = scope.create(adapter.scale());
      NDArray frozen = wide(dense.weight(scope), scope);
      NDArray sum = frozen.add(wide(up, scope).matMul(wide(down, scope)).mul(factor));
      NDArray folded = rounded(folded(sum, scope), owner);
      weights.computeIfPresent(dense.weightName(), (name, all) -> dense.with(folded, all, owner));
    }
  }

  /**
   * Returns the weight that the sum of a weight and its adapter's product stands for.
   *
   * @param sum {@code W0 + s B A}
   * @param scope owner of what is computed
   */
  NDArray folded(NDArray sum, NDManager scope) {
    return sum;
  }

  /** Returns a copy in double precision. */
  static NDArray wide(Weight weight, NDManager scope) {
    return wide(weight.array(), scope);
  }

  /** Returns a copy in double precision. */
  static NDArray wide(NDArray single, NDManager scope) {
    NDArray wide = single.toType(DataType.FLOAT64, true);
    wide.attach(scope);
    return wide;
  }

  /** Returns a copy in single precision. */
  static NDArray rounded(NDArray wide, NDManager owner) {
    NDArray single = wide.toType(DataType.FLOAT32, true);
    single.attach(owner);
    return single;
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputShapes) {
    return dense.getOutputShapes(inputShapes);
  }

  /**
   * Computes LoRA (Hu et al. 2021, arXiv:2106.09685): {@code h = W0 x + b + s B A x}. B starts at
   * zero, so that training starts from the pretrained function.
   */
  private static final class LoraLinear extends AdaptedLinear {

    LoraLinear(NDManager constants, Weights weights, Adapter adapter, Dropout dropout) {
      super(constants, weights, adapter, dropout);
    }

    @Override
    NDArray apply(ParameterStore store, NDArray x, boolean training) {
      NDArray base = dense.apply(store, x, training);
      NDArray z = dropped(x, training);
      NDArray low = Linear.linear(z, down.in(store, x, training), null).singletonOrThrow();
      NDArray adapted =
          Linear.linear(low.mul(scale), up.in(store, x, training), null).singletonOrThrow();
      return base.add(adapted);
    }
  }

  /**
   * Computes DoRA (Liu et al. 2024, arXiv:2402.09353), which splits the weight into directions and
   * magnitudes: {@code h = m V x / |V| + b} with {@code V = W0 + s B A}, where m and the norms |V|
   * of V's rows are {@code (out)}. No gradient goes through the norms (section 4.3). B starts at
   * zero and m at the norms of W0, so that training starts from the pretrained function.
   */
  private static final class DoraLinear extends AdaptedLinear {
    private static final int[] ROWS = {1};

    private final Weight magnitude;

    DoraLinear(NDManager constants, Weights weights, Adapter adapter, Dropout dropout) {
      super(constants, weights, adapter, dropout);
      magnitude = weight(weights, adapter.layer(), LoraVariant.MAGNITUDE);
    }

    @Override
    NDArray apply(ParameterStore store, NDArray x, boolean training) {
      NDArray frozen = dense.weight(store, x, training);
      NDArray a = down.in(store, x, training);
      NDArray b = up.in(store, x, training);
      NDArray z = dropped(x, training);
      NDArray low = Linear.linear(z, a, null).singletonOrThrow();
      NDArray directed =
          Linear.linear(x, frozen, null)
              .singletonOrThrow()
              .add(Linear.linear(low.mul(scale), b, null).singletonOrThrow());
      NDArray stretch = magnitude.in(store, x, training).div(norms(frozen, a, b, x.getManager()));
      stretch.attach(x.getManager());
      return directed.mul(stretch).add(dense.bias(store, x, training));
    }

    /** Returns |V|, {@code (out)}, through which no gradient goes. */
    private NDArray norms(NDArray frozen, NDArray a, NDArray b, NDManager scope) {
      // Operators give their result to the first operand's manager, which is the model's here.
      NDArray product = constant(b, scope).matMul(constant(a, scope));
      NDArray v = product.mul(scale).add(constant(frozen, scope));
      return v.square().sum(ROWS).sqrt();
    }

    private static NDArray constant(NDArray weight, NDManager scope) {
      NDArray constant = weight.stopGradient();
      constant.attach(scope);
      return constant;
    }

    /** Sets the magnitudes to the norms of the layer's own weight. */
    @Override
    void start() {
      try (NDManager scope = magnitude.array().getManager().newSubManager();
          NDArray squares = dense.weight(scope).square();
          NDArray sums = squares.sum(ROWS);
          NDArray norms = sums.sqrt()) {
        norms.copyTo(magnitude.array());
      }
    }

    /** Brings each row to its magnitude. */
    @Override
    NDArray folded(NDArray sum, NDManager scope) {
      NDArray norms = sum.square().sum(ROWS).sqrt();
      NDArray stretch = wide(magnitude, scope).div(norms);
      return sum.mul(stretch.expandDims(1));
    }
  }

  /**
   * Computes a dense layer with two others beside it, each with a bias: {@code h = W0 x + b + s (B
   * (A x + a) + c)}, where a is {@code (r)} and c {@code (out)}. All but A start at zero, so that
   * training starts from the pretrained function.
   */
  private static final class BiasedLoraLinear extends AdaptedLinear {
    private final Weight downBias;
    private final Weight upBias;

    BiasedLoraLinear(NDManager constants, Weights weights, Adapter adapter, Dropout dropout) {
      super(constants, weights, adapter, dropout);
      downBias = weight(weights, adapter.layer(), LoraVariant.DOWN_BIAS);
      upBias = weight(weights, adapter.layer(), LoraVariant.UP_BIAS);
    }

    @Override
    NDArray apply(ParameterStore store, NDArray x, boolean training) {
      NDArray base = dense.apply(store, x, training);
      NDArray z = dropped(x, training);
      NDArray low =
          Linear.linear(z, down.in(store, x, training), downBias.in(store, x, training))
              .singletonOrThrow();
      NDArray adapted =
          Linear.linear(low, up.in(store, x, training), upBias.in(store, x, training))
              .singletonOrThrow();
      return base.add(adapted.mul(scale));
    }

    /** Folds {@code b + s (B a + c)} besides. */
    @Override
    void mergeInto(Map<String, NDArray> weights, NDManager owner) {
      super.mergeInto(weights, owner);
      try (NDManager scope = owner.newSubManager()) {
        NDArray shift = wide(up, scope).matMul(wide(downBias, scope)).add(wide(upBias, scope));
        NDArray factor = scope.create(adapter().scale());
        NDArray sum = rounded(wide(dense.bias(scope), scope).add(shift.mul(factor)), owner);
        weights.computeIfPresent(dense.biasName(), (name, all) -> dense.with(sum, all, owner));
      }
    }
  }
}
