package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.regime.Adapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds one dense layer as kernels take it: its gradients, and its weights laid out for the
 * products, made anew after each optimizer step where the layer is trained or adapted.
 */
final class KernelDense {
  /** The bias has this index among a layer's weights, gradients and laid-out arrays. */
  private static final int BIAS = 1;

  private final Script script;
  private final NDArray weight;
  private final NDArray bias;
  private final Optional<Merged> adapter;
  private final List<NDArray> gradients;
  private final boolean changes;
  private final boolean biasAloneChanges;
  private List<NDArray> prepared = List.of();

  /** Holds what is merged into the weight: A, B, and the factor before their product. */
  private record Merged(NDArray down, NDArray up, double scale) {}

  /**
   * Collects a layer's arrays.
   *
   * @param arrays where its arrays are found
   * @param layer module name, {@code blocks.0.attn.qkv} for example
   */
  KernelDense(Script script, KernelArrays arrays, String layer) {
    this.script = script;
    List<NDArray> own = arrays.weights(layer);
    weight = own.get(0);
    bias = own.get(BIAS);
    Optional<Adapter> beside = arrays.adapter(layer);
    adapter =
        beside.map(
            a ->
                new Merged(
                    arrays.weight(a.down().name()), arrays.weight(a.up().name()), a.scale()));
    gradients = new ArrayList<>(arrays.gradients(layer));
    gradients.add(beside.map(a -> arrays.gradient(a.down().name())).orElseGet(arrays::none));
    gradients.add(beside.map(a -> arrays.gradient(a.up().name())).orElseGet(arrays::none));
    changes = gradients.stream().anyMatch(g -> g.size() > 0);
    biasAloneChanges =
        gradients.stream().allMatch(g -> (g.size() > 0) == (g == gradients.get(BIAS)));
  }

  /** Returns the layer's weights as the kernels' {@code plain} and {@code merged} lay them out. */
  List<NDArray> weights() {
    return prepared;
  }

  /** Returns the gradients of weight, bias, A and B, of size 0 where not trained. */
  List<NDArray> gradients() {
    return gradients;
  }

  /** Returns whether the layer's weight is trained, rather than only an adapter or the bias. */
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
            adapter
                .map(a -> script.arrays(owner, "merged", weight, bias, a.down(), a.up(), a.scale()))
                .orElseGet(() -> script.arrays(owner, "plain", weight, bias)));
  }
}
