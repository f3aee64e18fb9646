package io.github.vitlora.train;

import io.github.vitlora.learner.Tally;
import io.github.vitlora.regime.EarlyStopping;
import java.util.List;
import java.util.Optional;

/**
 * Which epoch's weights are tested, and whether another epoch is worth while.
 *
 * @param stopping how a recipe stops early, if it does
 */
record StoppingRule(Optional<EarlyStopping> stopping) {

  /**
   * Index of the epoch that is tested: the first of the best, or the last one where nothing stops
   * early.
   *
   * @param finished at least one
   */
  int best(List<EpochMetrics> finished) {
    int best = finished.size() - 1;
    if (stopping.isPresent()) {
      best = 0;
      for (int i = 1; i < finished.size(); i++) {
        if (isBetter(finished.get(i), finished.get(best))) {
          best = i;
        }
      }
    }
    return best;
  }

  /** Whether the training ends after these epochs, however many there could be. */
  boolean isOver(List<EpochMetrics> finished) {
    return stopping.isPresent()
        && !finished.isEmpty()
        && finished.size() - 1 - best(finished) >= stopping.get().patience();
  }

  private boolean isBetter(EpochMetrics one, EpochMetrics other) {
    Tally ours = one.validation().orElseThrow();
    Tally theirs = other.validation().orElseThrow();
    return switch (stopping.orElseThrow().on()) {
      case ACCURACY -> ours.correct() > theirs.correct();
      case LOSS -> ours.loss() < theirs.loss();
    };
  }
}
