package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

/**
 * Computes multi-head self-attention (Vaswani et al. 2017, arXiv:1706.03762), {@code (B, N, C)} to
 * {@code (B, N, C)}: {@code softmax(Q K^T / sqrt(D)) V} per head, with one dense layer for queries,
 * keys and values and one after the heads.
 */
final class SelfAttention extends VitBlock {
  private final int heads;
  private final VitBlock qkv;
  private final VitBlock proj;
  private final NDArray scale;

  /**
   * Joins the two dense layers.
   *
   * @param constants owner of the layer's constants; lives as long as the layer
   * @param qkv {@code (B, N, C)} to {@code (B, N, 3C)}
   * @param proj {@code (B, N, C)} to {@code (B, N, C)}
   */
  SelfAttention(NDManager constants, int heads, int headWidth, VitBlock qkv, VitBlock proj) {
    this.heads = heads;
    this.qkv = addChildBlock("qkv", qkv);
    this.proj = addChildBlock("proj", proj);
    scale = constants.full(new Shape(1), (float) (1 / Math.sqrt(headWidth)));
  }

  @Override
  NDArray apply(ParameterStore store, NDArray x, boolean training) {
    NDList split = queriesKeysValues(store, x, training);
    NDArray mixed = probabilities(split).matMul(split.get(2));
    NDArray joined = mixed.transpose(0, 2, 1, 3).reshape(x.getShape());
    return proj.apply(store, joined, training);
  }

  /** Computes the attention probabilities, {@code (B, N, C)} to {@code (B, H, N, N)}. */
  NDArray probabilities(ParameterStore store, NDArray x) {
    return probabilities(queriesKeysValues(store, x, false));
  }

  private NDArray probabilities(NDList split) {
    NDArray scores = split.get(0).mul(scale).matMul(split.get(1).transpose(0, 1, 3, 2));
    return scores.softmax(-1);
  }

  private NDList queriesKeysValues(ParameterStore store, NDArray x, boolean training) {
    long batch = x.getShape().get(0);
    long tokens = x.getShape().get(1);
    long headWidth = x.getShape().get(2) / heads;
    NDArray all = qkv.apply(store, x, training);
    NDList split =
        all.reshape(batch, tokens, 3, heads, headWidth).transpose(2, 0, 3, 1, 4).split(3, 0);
    return new NDList(split.get(0).squeeze(0), split.get(1).squeeze(0), split.get(2).squeeze(0));
  }
}
