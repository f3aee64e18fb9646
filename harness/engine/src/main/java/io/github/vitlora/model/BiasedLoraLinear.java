package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import io.github.vitlora.regime.Adapter;
import io.github.vitlora.regime.LoraVariant;
import java.util.HashMap;
import java.util.Map;

/**
 * A dense layer with two others beside it, each with a bias: {@code h = W0 x + b + s (B (A x + a) +
 * c)}, where a is {@code (r)} and c {@code (out)}. All but A start at zero, so that training starts
 * from the pretrained function.
 */
final class BiasedLoraLinear extends AdaptedLinear {
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

  /** Besides, {@code b + s (B a + c)}. */
  @Override
  Map<String, NDArray> merged(NDManager owner) {
    Map<String, NDArray> merged = new HashMap<>(super.merged(owner));
    try (NDManager scope = owner.newSubManager()) {
      NDArray shift = wide(up, scope).matMul(wide(downBias, scope)).add(wide(upBias, scope));
      NDArray factor = scope.create(adapter().scale());
      NDArray sum = wide(dense.bias(), scope).add(shift.mul(factor));
      merged.put(dense.bias().spec().name(), rounded(sum, owner));
    }
    return merged;
  }
}
