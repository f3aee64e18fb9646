package io.github.vitlora.regime;

import io.github.vitlora.io.Range;

/**
 * Ends a training that no longer gets better on the validation images. The weights of its best
 * epoch are what is tested and kept.
 *
 * @param patience epochs without a better one after which it ends, positive
 * @param on what makes an epoch better
 */
public record EarlyStopping(int patience, On on) {
  /** Checks the patience. */
  public EarlyStopping {
    Range.COUNT.require("patience", patience);
  }

  /** Names a figure of the validation images. */
  public enum On {
    /** Goes by the share classified correctly; higher is better. */
    ACCURACY,
    /** Goes by the mean cross-entropy; lower is better. */
    LOSS
  }
}
