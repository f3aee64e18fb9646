package io.github.vitlora.train;

import io.github.vitlora.learner.LossAndAccuracy;
import io.github.vitlora.result.GradientNorms;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Sums what the steps of an epoch have given so far.
 *
 * @param images over its images, each as the model saw it just before its step
 * @param norms sum of the gradients' norms before they were clipped
 * @param largestNorm the largest of them
 * @param clippedSteps steps whose gradient was too long
 * @param normedSteps steps whose gradient has a norm that was asked for
 */
record EpochSums(
    LossAndAccuracy images, double norms, double largestNorm, int clippedSteps, int normedSteps) {
  /** These are the sums of no step. */
  static final EpochSums NONE = new EpochSums(LossAndAccuracy.NONE, 0, 0, 0, 0);

  /**
   * Adds a step.
   *
   * @param batch over its images
   * @param norm of its gradient; empty where none was asked for
   * @param most that the norm may be
   */
  EpochSums plus(LossAndAccuracy batch, OptionalDouble norm, double most) {
    LossAndAccuracy all = images.plus(batch);
    if (norm.isEmpty()) {
      return new EpochSums(all, norms, largestNorm, clippedSteps, normedSteps);
    }
    double n = norm.getAsDouble();
    return new EpochSums(
        all,
        norms + n,
        Math.max(largestNorm, n),
        clippedSteps + (n > most ? 1 : 0),
        normedSteps + 1);
  }

  /** Returns the norms' figures, where gradients were clipped. */
  Optional<GradientNorms> gradientNorms() {
    return normedSteps == 0
        ? Optional.empty()
        : Optional.of(new GradientNorms(norms / normedSteps, largestNorm, clippedSteps));
  }
}
