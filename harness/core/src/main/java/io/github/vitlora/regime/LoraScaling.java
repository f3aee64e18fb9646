package io.github.vitlora.regime;

/** Computes the factor before {@code B A x}. */
public enum LoraScaling {
  /** Scales by {@code alpha / r} (Hu et al. 2021, arXiv:2106.09685). */
  STANDARD,
  /**
   * Scales by {@code alpha / sqrt(r)}, under which large ranks learn as stably as small ones
   * (rsLoRA; Kalajdzievski 2023, arXiv:2312.03732).
   */
  RSLORA;

  /** Returns the alpha with which a rank has a factor. */
  public double alpha(double factor, int rank) {
    return switch (this) {
      case STANDARD -> factor * rank;
      case RSLORA -> factor * Math.sqrt(rank);
    };
  }

  /**
   * Returns the factor.
   *
   * @param rank positive
   */
  public double of(double alpha, int rank) {
    return switch (this) {
      case STANDARD -> alpha / rank;
      case RSLORA -> alpha / Math.sqrt(rank);
    };
  }
}
