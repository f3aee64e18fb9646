package io.github.vitlora.train;

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
 */
public record TrialOutcome(
    TrialPlan plan,
    List<EpochMetrics> epochs,
    Optional<Tally> test,
    List<ClassifiedImage> predictions,
    Optional<String> divergence,
    Optional<SavedWeights> saved) {
  /** Copies the lists. */
  public TrialOutcome {
    epochs = List.copyOf(epochs);
    predictions = List.copyOf(predictions);
  }
}
