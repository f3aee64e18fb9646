package io.github.vitlora.train;

import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.TrialResult;
import java.util.List;

/**
 * Holds what came out of a trial.
 *
 * @param result its figures; times, memory and the file of predictions are for others to add
 * @param predictions what became of each test image; none when the loss stopped being finite
 */
public record TrialOutcome(TrialResult result, List<Prediction> predictions) {
  /** Copies the predictions. */
  public TrialOutcome {
    predictions = List.copyOf(predictions);
  }

  /** Returns the same outcome, with how its learning rate was chosen. */
  TrialOutcome with(RateChoice choice) {
    return new TrialOutcome(result.with(r -> r.rateChoice(choice)), predictions);
  }
}
