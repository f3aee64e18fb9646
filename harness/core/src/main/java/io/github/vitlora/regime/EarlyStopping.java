package io.github.vitlora.regime;

/**
 * Ends a training that no longer gets better on the validation images. The weights of its best
 * epoch are what is tested and kept.
 *
 * @param patience epochs without a better one after which it ends, positive
 * @param on what makes an epoch better
 */
public record EarlyStopping(int patience, On on) {

  /** A figure of the validation images. */
  public enum On {
    /** The share classified correctly; higher is better. */
    ACCURACY,
    /** The mean cross-entropy; lower is better. */
    LOSS
  }
}
