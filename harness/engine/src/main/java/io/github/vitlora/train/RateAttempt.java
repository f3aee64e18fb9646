package io.github.vitlora.train;

import io.github.vitlora.learner.Tally;
import java.util.List;
import java.util.Optional;

/**
 * What became of one of several learning rates.
 *
 * @param learningRate that was tried
 * @param epochs the finished ones
 * @param tested index of the epoch that counts
 * @param divergence where the loss stopped being finite, if it did
 */
public record RateAttempt(
    double learningRate, List<EpochMetrics> epochs, int tested, Optional<String> divergence) {

  /** Copies the epochs. */
  public RateAttempt {
    epochs = List.copyOf(epochs);
  }

  static RateAttempt of(double learningRate, Course course) {
    return new RateAttempt(learningRate, course.epochs(), course.tested(), course.divergence());
  }

  /** On the validation images; absent where the loss stopped being finite. */
  public Optional<Tally> validation() {
    return divergence.isPresent() ? Optional.empty() : epochs.get(tested).validation();
  }

  /** Of training and validation. */
  public double seconds() {
    return epochs.stream().mapToDouble(e -> e.trainSeconds() + e.validationSeconds()).sum();
  }

  /** By accuracy on the validation images, then by loss, then the smaller rate. */
  boolean isBetterThan(RateAttempt other) {
    if (validation().isEmpty() || other.validation().isEmpty()) {
      return validation().isPresent();
    }
    Tally ours = validation().get();
    Tally theirs = other.validation().get();
    if (ours.correct() != theirs.correct()) {
      return ours.correct() > theirs.correct();
    }
    return ours.lossSum() == theirs.lossSum()
        ? learningRate < other.learningRate
        : ours.lossSum() < theirs.lossSum();
  }
}
