package io.github.vitlora.regime;

import io.github.vitlora.io.Range;
import java.util.List;

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

  /**
   * Fits a head to the optimum of multinomial logistic regression under each of several L2
   * penalties, and takes the one whose mean loss on the validation images is the lowest.
   *
   * @param penalties of features with variance 1, falling, at least one
   */
  record LogisticRegression(List<Double> penalties) implements FeatureFit {
    /** Checks the penalties. */
    public LogisticRegression {
      penalties = List.copyOf(penalties);
      penalties.forEach(penalty -> Range.POSITIVE.require("penalty", penalty));
    }

    @Override
    public boolean needsValidation() {
      return true;
    }
  }

  /**
   * Lets the most similar training images vote, by cosine similarity (the k-NN evaluation of Wu et
   * al. 2018, arXiv:1805.01978, and of DINO, Caron et al. 2021, arXiv:2104.14294; here all votes
   * count alike).
   *
   * @param k how many vote, positive
   */
  record NearestNeighbours(int k) implements FeatureFit {
    /** Checks the number. */
    public NearestNeighbours {
      Range.COUNT.require("k", k);
    }
  }
}
