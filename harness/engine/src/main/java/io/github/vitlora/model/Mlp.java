package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;

/**
 * The two dense layers of a block with an exact GELU between (Hendrycks and Gimpel 2016), {@code
 * (B, N, C)} to {@code (B, N, C)}.
 */
final class Mlp extends VitBlock {
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
