package io.github.vitlora.regime;

/** The factor before {@code B A x}. */
public enum LoraScaling {
  /** {@code alpha / r} (Hu et al. 2021, arXiv:2106.09685). */
  STANDARD {
    @Override
    public double of(double alpha, int rank) {
      return alpha / rank;
    }
  },
  /**
   * {@code alpha / sqrt(r)}, under which large ranks learn as stably as small ones (rsLoRA;
   * Kalajdzievski 2023, arXiv:2312.03732).
   */
  RSLORA {
    @Override
    public double of(double alpha, int rank) {
      return alpha / Math.sqrt(rank);
    }
  };

  /**
   * The factor itself.
   *
   * @param rank positive
   */
  public abstract double of(double alpha, int rank);
}
