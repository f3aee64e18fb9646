package io.github.vitlora.train;

import io.github.vitlora.result.EpochResult;
import java.util.List;

/**
 * Records how far a trial has come. With the trained weights and the optimizer's moments it is all
 * that a trial needs to resume: random choices follow from seed and position.
 *
 * @param steps optimizer steps taken
 * @param epoch the running one, from 1; one more than there are when all are done
 * @param batches of the running epoch that are done
 * @param soFar what these batches add up to
 * @param trainSeconds of the running epoch
 * @param stepSeconds of it in forward pass, backward pass and optimizer
 * @param wallSeconds since the trial began, interruptions aside
 * @param finished the epochs before
 */
record TrainingPosition(
    long steps,
    int epoch,
    int batches,
    EpochSums soFar,
    double trainSeconds,
    double stepSeconds,
    double wallSeconds,
    List<EpochResult> finished) {

  static final TrainingPosition START =
      new TrainingPosition(0, 1, 0, EpochSums.NONE, 0, 0, 0, List.of());

  TrainingPosition {
    finished = List.copyOf(finished);
  }
}
