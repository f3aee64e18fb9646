package io.github.vitlora.train;

import ai.djl.ndarray.NDArray;
import io.github.vitlora.model.TunableModel;

/** A model's loss and accuracy on images, without recording gradients. */
public final class Evaluation {
  private Evaluation() {}

  /**
   * Classifies images.
   *
   * @param pixels {@code (B, 3, S, S)}; whatever is computed belongs to its manager
   * @param labels {@code (B)}, 64-bit class indices
   */
  public static Tally of(TunableModel model, NDArray pixels, NDArray labels) {
    return CrossEntropy.tally(model.network().logits(pixels, false), labels);
  }
}
