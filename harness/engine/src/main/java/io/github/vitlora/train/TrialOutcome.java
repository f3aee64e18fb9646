package io.github.vitlora.train;

import io.github.vitlora.learner.ClassifiedImage;
import io.github.vitlora.learner.Tally;
import java.util.List;
import java.util.Optional;

/**
 * How a trial ended.
 *
 * @param plan what it set out to do
 * @param epochs the finished epochs
 * @param test over the test images; absent when the loss stopped being finite
 * @param predictions what became of each test image; none when the loss stopped being finite
 * @param divergence where the loss stopped being finite, if it did
 * @param saved the saved weights; absent when the loss stopped being finite
 * @param testedEpoch number of the epoch whose weights were tested, where that need not be the last
 * @param search the learning rates that were tried, where there were several; all else is of the
 *     chosen one
 */
public record TrialOutcome(
    TrialPlan plan,
    List<EpochMetrics> epochs,
    Optional<Tally> test,
    List<ClassifiedImage> predictions,
    Optional<String> divergence,
    Optional<SavedWeights> saved,
    Optional<Integer> testedEpoch,
    Optional<RateSearch> search) {
  /** Copies the lists. */
  public TrialOutcome {
    epochs = List.copyOf(epochs);
    predictions = List.copyOf(predictions);
  }

  static TrialOutcome diverged(TrialPlan plan, List<EpochMetrics> epochs, String where) {
    return new TrialOutcome(
        plan,
        epochs,
        Optional.empty(),
        List.of(),
        Optional.of(where),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same of the best of several learning rates. */
  TrialOutcome with(RateSearch rates) {
    return new TrialOutcome(
        plan, epochs, test, predictions, divergence, saved, testedEpoch, Optional.of(rates));
  }
}
