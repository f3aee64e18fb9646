package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;
import java.util.Optional;

/**
 * Computes a pre-norm encoder block, {@code (B, N, C)} to {@code (B, N, C)}: {@code x +
 * attn(norm1(x))}, then {@code x + mlp(norm2(x))}.
 */
final class TransformerBlock extends VitBlock {
  private final LayerNormalization norm1;
  private final SelfAttention attn;
  private final LayerNormalization norm2;
  private final Mlp mlp;

  TransformerBlock(
      LayerNormalization norm1,
      SelfAttention attn,
      LayerNormalization norm2,
      VitBlock fc1,
      VitBlock fc2) {
    this.norm1 = addChildBlock("norm1", norm1);
    this.attn = addChildBlock("attn", attn);
    this.norm2 = addChildBlock("norm2", norm2);
    this.mlp = addChildBlock("mlp", new Mlp(fc1, fc2));
  }

  @Override
  NDArray apply(ParameterStore store, NDArray x, boolean training) {
    return apply(store, x, training, Optional.empty());
  }

  /**
   * Does the same with dropped paths.
   *
   * @param paths {@code (2, B)}, what each image's attention and MLP are multiplied by
   */
  NDArray apply(ParameterStore store, NDArray x, boolean training, Optional<NDArray> paths) {
    NDArray attention = attn.apply(store, norm1.apply(store, x, training), training);
    NDArray attended = x.add(kept(attention, 0, paths));
    NDArray inner = mlp.apply(store, norm2.apply(store, attended, training), training);
    return attended.add(kept(inner, 1, paths));
  }

  private static NDArray kept(NDArray branch, int index, Optional<NDArray> paths) {
    return paths.map(factors -> branch.mul(factors.get(index).reshape(-1, 1, 1))).orElse(branch);
  }

  /** Computes the attention {@code (B, H, N, N)} that {@link #apply} uses on {@code x}. */
  NDArray attention(ParameterStore store, NDArray x) {
    return attn.probabilities(store, norm1.apply(store, x, false));
  }

  /**
   * Computes two dense layers with an exact GELU between (Hendrycks and Gimpel 2016), {@code (B, N,
   * C)} to {@code (B, N, C)}.
   */
  private static final class Mlp extends VitBlock {
    private final VitBlock fc1;
    private final VitBlock fc2;

    Mlp(VitBlock fc1, VitBlock fc2) {
      this.fc1 = addChildBlock("fc1", fc1);
      this.fc2 = addChildBlock("fc2", fc2);
    }

    @Override
    NDArray apply(ParameterStore store, NDArray x, boolean training) {
      NDArray hidden = fc1.apply(store, x, training);
      return fc2.apply(store, hidden.getNDArrayInternal().gelu(), training);
    }
  }
}
