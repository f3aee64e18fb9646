package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;

/** Receives the attention of one block after another, from the first to the last. */
@FunctionalInterface
public interface BlockAttention {

  /**
   * Receives a block's attention.
   *
   * @param block index, from 0
   * @param probabilities {@code (B, H, N, N)}, single precision; row i says how much token i
   *     attends to each token. Gone when this returns
   */
  void see(int block, NDArray probabilities);
}
