package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One transformer block as kernels take it. */
final class KernelBlock {
  private final List<NDArray> norm1;
  private final List<NDArray> norm2;
  private final List<KernelDense> dense;
  private final List<NDArray> gradients;
  private final boolean trains;
  private List<NDArray> weights = List.of();

  /**
   * Wires a block.
   *
   * @param prefix of its names, {@code blocks.0.} for example
   * @param scales before {@code B A x}, by the names of adapted layers
   */
  KernelBlock(Script script, KernelArrays arrays, String prefix, ToDoubleFunction<String> scales) {
    norm1 = pair(arrays, prefix + "norm1");
    norm2 = pair(arrays, prefix + "norm2");
    KernelDense qkv = new KernelDense(script, arrays, prefix + "attn.qkv", scales);
    KernelDense proj = new KernelDense(script, arrays, prefix + "attn.proj", scales);
    KernelDense fc1 = new KernelDense(script, arrays, prefix + "mlp.fc1", scales);
    KernelDense fc2 = new KernelDense(script, arrays, prefix + "mlp.fc2", scales);
    dense = List.of(qkv, proj, fc1, fc2);
    gradients = new ArrayList<>(gradientPair(arrays, prefix + "norm1"));
    gradients.addAll(qkv.gradients());
    gradients.addAll(proj.gradients());
    gradients.addAll(gradientPair(arrays, prefix + "norm2"));
    gradients.addAll(fc1.gradients());
    gradients.addAll(fc2.gradients());
    trains = gradients.stream().anyMatch(g -> g.size() > 0);
  }

  private static List<NDArray> pair(KernelArrays arrays, String name) {
    return List.of(arrays.weight(name + ".weight"), arrays.weight(name + ".bias"));
  }

  private static List<NDArray> gradientPair(KernelArrays arrays, String name) {
    return List.of(arrays.gradient(name + ".weight"), arrays.gradient(name + ".bias"));
  }

  /** In the kernels' order. */
  List<NDArray> weights() {
    return weights;
  }

  /** In the kernels' order. */
  List<NDArray> gradients() {
    return gradients;
  }

  /** Whether anything in this block is trained. */
  boolean trains() {
    return trains;
  }

  /** Whether the weight of a dense layer is trained whole. */
  boolean trainsDense() {
    return dense.stream().anyMatch(KernelDense::trainsWeight);
  }

  void refresh(NDManager owner) {
    dense.forEach(layer -> layer.refresh(owner));
    weights = new ArrayList<>(norm1);
    weights.addAll(dense.get(0).weights());
    weights.addAll(dense.get(1).weights());
    weights.addAll(norm2);
    weights.addAll(dense.get(2).weights());
    weights.addAll(dense.get(3).weights());
  }
}
