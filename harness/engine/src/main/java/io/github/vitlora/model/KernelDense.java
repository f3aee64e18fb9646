package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One dense layer as kernels take it: its weights laid out for the products, made anew after each
 * optimizer step where the layer is trained or adapted, and its gradients.
 */
final class KernelDense {
  /** Where the bias lies among what is laid out. */
  private static final int BIAS = 1;

  private final Script script;
  private final NDArray weight;
  private final NDArray bias;
  private final List<NDArray> adapter;
  private final double scale;
  private final List<NDArray> gradients;
  private final boolean changes;
  private final boolean biasAloneChanges;
  private List<NDArray> prepared = List.of();

  /**
   * Wires a layer.
   *
   * @param arrays where its arrays are found
   * @param name module name, {@code blocks.0.attn.qkv} for example
   * @param scales before {@code B A x}, by the names of adapted layers
   */
  KernelDense(Script script, KernelArrays arrays, String name, ToDoubleFunction<String> scales) {
    this.script = script;
    scale = scales.applyAsDouble(name);
    weight = arrays.weight(name + ".weight");
    bias = arrays.weight(name + ".bias");
    String a = name + ".lora_A.weight";
    String b = name + ".lora_B.weight";
    adapter = arrays.contains(a) ? List.of(arrays.weight(a), arrays.weight(b)) : List.<NDArray>of();
    gradients =
        List.of(
            arrays.gradient(name + ".weight"),
            arrays.gradient(name + ".bias"),
            arrays.gradient(a),
            arrays.gradient(b));
    changes = gradients.stream().anyMatch(g -> g.size() > 0);
    biasAloneChanges = gradients.stream().allMatch(g -> (g.size() > 0) == (g == gradients.get(1)));
  }

  /** The layer's weights as the kernels' {@code plain} and {@code merged} lay them out. */
  List<NDArray> weights() {
    return prepared;
  }

  /** Of weight, bias, A and B; empty where not trained. */
  List<NDArray> gradients() {
    return gradients;
  }

  /** Whether the layer itself is trained, rather than an adapter or the bias alone. */
  boolean trainsWeight() {
    return gradients.get(0).size() > 0;
  }

  /**
   * Lays the weights out again if they may have changed.
   *
   * @param owner of what is laid out
   */
  void refresh(NDManager owner) {
    if (!prepared.isEmpty() && !changes) {
      return;
    }
    if (!prepared.isEmpty() && biasAloneChanges) {
      prepared.get(BIAS).close();
      prepared.set(BIAS, script.array(owner, "low", bias));
      return;
    }
    prepared.forEach(NDArray::close);
    prepared =
        new ArrayList<>(
            adapter.isEmpty()
                ? script.arrays(owner, "plain", weight, bias)
                : script.arrays(
                    owner, "merged", weight, bias, adapter.get(0), adapter.get(1), scale));
  }
}
