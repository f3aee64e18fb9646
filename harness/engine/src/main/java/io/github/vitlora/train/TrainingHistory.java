package io.github.vitlora.train;

import io.github.vitlora.result.EpochResult;
import java.util.List;
import java.util.Optional;

/**
 * Records how a training went, up to the test.
 *
 * @param epochs the finished ones
 * @param tested index of the epoch whose weights the model has now
 * @param divergence where the loss stopped being finite, if it did
 */
record TrainingHistory(List<EpochResult> epochs, int tested, Optional<String> divergence) {
  TrainingHistory {
    epochs = List.copyOf(epochs);
  }

  /** Returns the epoch whose weights the model has now. */
  EpochResult testedEpoch() {
    return epochs.get(tested);
  }
}
