package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import io.github.vitlora.regime.Adapter;

/**
 * A dense layer with a low-rank adapter beside it (Hu et al. 2021, arXiv:2106.09685): {@code h = W0
 * x + b + s B A x}. B starts at zero, so that training starts from the pretrained function.
 */
final class LoraLinear extends AdaptedLinear {

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
