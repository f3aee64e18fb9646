package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.regime.AdapterTarget;
import io.github.vitlora.regime.WeightSpec;
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

  /** As many arrays are laid out of a layer, those of parts aside. */
  private static final int WEIGHTS = 5;

  /** A layer has as many gradients, those of parts aside. */
  private static final int GRADIENTS = 4;

  private final Script script;
  private final NDArray weight;
  private final NDArray bias;
  private final Optional<AdaptedLinear> adapter;
  private final List<Optional<AdaptedLinear>> parts;
  private final List<NDArray> none;
  private final List<NDArray> gradients;
  private final boolean changes;
  private final boolean biasAloneChanges;
  private List<NDArray> prepared = List.of();

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
    adapter = arrays.adapted(layer);
    List<Optional<AdaptedLinear>> each =
        AdapterTarget.partsOf(arrays.spec(WeightSpec.name(layer, WeightSpec.WEIGHT))).stream()
            .map(part -> arrays.adapted(part.name()))
            .toList();
    parts = each.stream().anyMatch(Optional::isPresent) ? each : List.of();
    none = List.of(arrays.none(), arrays.none(), arrays.none());
    gradients = new ArrayList<>(arrays.gradients(layer));
    gradients.addAll(arrays.gradients(adapter));
    parts.forEach(part -> gradients.addAll(arrays.gradients(part)));
    changes = gradients.stream().anyMatch(g -> g.size() > 0);
    biasAloneChanges =
        gradients.stream().allMatch(g -> (g.size() > 0) == (g == gradients.get(BIAS)));
  }

  /** Returns the layer's weights as the kernels' {@code plain} and {@code merged} lay them out. */
  List<NDArray> weights() {
    return prepared.subList(0, WEIGHTS);
  }

  /**
   * Returns what the kernels' {@code merged_parts} lays out besides; nothing without such parts.
   */
  List<NDArray> partWeights() {
    return prepared.subList(WEIGHTS, prepared.size());
  }

  /** Returns the gradients of weight, bias, A and B, of size 0 where not trained. */
  List<NDArray> gradients() {
    return gradients.subList(0, GRADIENTS);
  }

  /** Returns the gradients of each part's A and B; none where no part is adapted. */
  List<NDArray> partGradients() {
    return gradients.subList(GRADIENTS, gradients.size());
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
    prepared = new ArrayList<>(laidOut(owner));
  }

  private List<NDArray> laidOut(NDManager owner) {
    if (!parts.isEmpty()) {
      return script.arrays(owner, "merged_parts", weight, bias, partsToMerge());
    }
    return adapter
        .map(
            a ->
                script.arrays(
                    owner,
                    "merged",
                    weight,
                    bias,
                    a.down.array(),
                    a.up.array(),
                    a.adapter().scale()))
        .orElseGet(() -> script.arrays(owner, "plain", weight, bias));
  }

  /** Returns A, B and the scale of each part's adapter, of size 0 where there is none. */
  private List<NDArray> partsToMerge() {
    List<NDArray> all = new ArrayList<>();
    for (Optional<AdaptedLinear> part : parts) {
      all.addAll(part.map(a -> List.of(a.down.array(), a.up.array(), a.scale)).orElse(none));
    }
    return all;
  }
}
