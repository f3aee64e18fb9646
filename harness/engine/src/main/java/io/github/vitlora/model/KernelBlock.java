package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import java.util.List;
import java.util.stream.Stream;

/** Holds the arrays of one transformer block as kernels take them. */
final class KernelBlock {
  private final List<NDArray> norm1;
  private final KernelDense qkv;
  private final KernelDense proj;
  private final List<NDArray> norm2;
  private final KernelDense fc1;
  private final KernelDense fc2;
  private final List<NDArray> gradients;
  private final boolean trains;
  private List<NDArray> weights = List.of();

  /**
   * Collects a block's arrays.
   *
   * @param prefix of its names, {@code blocks.0.} for example
   */
  KernelBlock(Script script, KernelArrays arrays, String prefix) {
    norm1 = arrays.weights(prefix + "norm1");
    qkv = new KernelDense(script, arrays, prefix + "attn.qkv");
    proj = new KernelDense(script, arrays, prefix + "attn.proj");
    norm2 = arrays.weights(prefix + "norm2");
    fc1 = new KernelDense(script, arrays, prefix + "mlp.fc1");
    fc2 = new KernelDense(script, arrays, prefix + "mlp.fc2");
    gradients =
        KernelArrays.joined(
            arrays.gradients(prefix + "norm1"),
            qkv.gradients(),
            proj.gradients(),
            arrays.gradients(prefix + "norm2"),
            fc1.gradients(),
            fc2.gradients(),
            qkv.partGradients());
    trains = gradients.stream().anyMatch(g -> g.size() > 0);
  }

  /** Returns the arrays in the kernels' order. */
  List<NDArray> weights() {
    return weights;
  }

  /** Returns the arrays in the kernels' order. */
  List<NDArray> gradients() {
    return gradients;
  }

  /** Returns whether anything in this block is trained. */
  boolean trains() {
    return trains;
  }

  /** Returns whether the weight of a dense layer is trained. */
  boolean trainsDense() {
    return Stream.of(qkv, proj, fc1, fc2).anyMatch(KernelDense::trainsWeight);
  }

  void refresh(NDManager owner) {
    Stream.of(qkv, proj, fc1, fc2).forEach(layer -> layer.refresh(owner));
    weights =
        KernelArrays.joined(
            norm1,
            qkv.weights(),
            proj.weights(),
            norm2,
            fc1.weights(),
            fc2.weights(),
            qkv.partWeights());
  }
}
