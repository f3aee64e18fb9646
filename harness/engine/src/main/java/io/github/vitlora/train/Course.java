package io.github.vitlora.train;

import java.util.List;
import java.util.Optional;

/**
 * How a training went, up to the test.
 *
 * @param epochs the finished ones
 * @param tested index of the epoch whose weights the model has now
 * @param divergence where the loss stopped being finite, if it did
 */
record Course(List<EpochMetrics> epochs, int tested, Optional<String> divergence) {
  /** Copies the epochs. */
  Course {
    epochs = List.copyOf(epochs);
  }

  /** What is tested has this behind it. */
  EpochMetrics testedEpoch() {
    return epochs.get(tested);
  }
}
