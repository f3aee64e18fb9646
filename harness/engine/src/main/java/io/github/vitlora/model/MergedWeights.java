package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.vitlora.checkpoint.Weight;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.Regime;
import java.util.Map;

/**
 * A network's weights with their adapters folded in: {@code W0 + s B A}; of DoRA each row brought
 * to its magnitude; of adapters with biases a and c, {@code b + s (B a + c)} beside it.
 */
final class MergedWeights {
  private static final int[] ROWS = {1};

  private final Map<String, Weight> weights;
  private final Regime regime;
  private final NDManager owner;

  /**
   * Prepares to fold.
   *
   * @param weights of the network, adapters' included
   * @param owner of what is folded
   */
  MergedWeights(Map<String, Weight> weights, Regime regime, NDManager owner) {
    this.weights = weights;
    this.regime = regime;
    this.owner = owner;
  }

  /** The weight of this name, the network's own array where nothing is folded into it. */
  NDArray of(String name) {
    NDArray own = weights.get(name).parameter().getArray();
    String layer = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    if (!(regime instanceof Regime.Lora lora) || !weights.containsKey(layer + ".lora_A.weight")) {
      return own;
    }
    LoraVariant variant = lora.options().variant();
    try (NDManager scope = owner.newSubManager()) {
      NDArray scale = scope.create(lora.scaleOf(layer));
      NDArray wide = wide(name, scope);
      NDArray up = wide(layer + ".lora_B.weight", scope);
      if (name.endsWith(".weight")) {
        NDArray down = wide(layer + ".lora_A.weight", scope);
        NDArray sum = wide.add(up.matMul(down).mul(scale));
        return rounded(variant == LoraVariant.DORA ? stretched(sum, layer, scope) : sum);
      }
      if (variant != LoraVariant.BIASED) {
        return own;
      }
      NDArray inner = wide(layer + ".lora_A.bias", scope);
      NDArray shift = up.matMul(inner).add(wide(layer + ".lora_B.bias", scope));
      return rounded(wide.add(shift.mul(scale)));
    }
  }

  private NDArray stretched(NDArray directions, String layer, NDManager scope) {
    NDArray norms = directions.square().sum(ROWS).sqrt();
    NDArray stretch = wide(layer + ".lora_magnitude_vector", scope).div(norms);
    return directions.mul(stretch.expandDims(1));
  }

  private NDArray wide(String name, NDManager scope) {
    NDArray wide = weights.get(name).parameter().getArray().toType(DataType.FLOAT64, true);
    wide.attach(scope);
    return wide;
  }

  private NDArray rounded(NDArray wide) {
    NDArray single = wide.toType(DataType.FLOAT32, true);
    single.attach(owner);
    return single;
  }
}
