package io.github.vitlora.regime;

/**
 * Says how images are classified by the features {@code (C)} that a frozen network computes of
 * them, once and without optimizer steps.
 */
public sealed interface FeatureFit {
  /** Returns whether validation images choose something, so that there have to be some. */
  default boolean needsValidation() {
    return false;
  }

  /**
   * Takes the class whose mean is the nearest, by Euclidean distance (the nearest class mean
   * classifier of Mensink et al. 2013, doi:10.1109/TPAMI.2013.83; the prototypes of Snell et al.
   * 2017, arXiv:1703.05175).
   */
  record NearestMean() implements FeatureFit {}
}
