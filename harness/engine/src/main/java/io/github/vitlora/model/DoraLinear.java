package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import io.github.vitlora.regime.Adapter;
import io.github.vitlora.regime.LoraVariant;

/**
 * A dense layer whose weight is taken apart into directions and magnitudes (DoRA; Liu et al. 2024,
 * arXiv:2402.09353): {@code h = m V x / |V| + b} with {@code V = W0 + s B A}, where m and the norms
 * |V| of V's rows are {@code (out)}. As the paper has it (section 4.3), no gradient goes through
 * the norms. B starts at zero and m at the norms of W0, so that training starts from the pretrained
 * function.
 */
final class DoraLinear extends AdaptedLinear {
  private static final int[] ROWS = {1};

  private final Weight magnitude;

  DoraLinear(NDManager constants, Weights weights, Adapter adapter, Dropout dropout) {
    super(constants, weights, adapter, dropout);
    magnitude = weight(weights, adapter.layer(), LoraVariant.MAGNITUDE);
  }

  @Override
  NDArray apply(ParameterStore store, NDArray x, boolean training) {
    NDArray frozen = dense.weight().in(store, x, training);
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
    return directed.mul(stretch).add(dense.bias().in(store, x, training));
  }

  /** |V|, {@code (out)}: a constant to whoever computes gradients. */
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
    try (NDArray squares = dense.weight().array().square();
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
