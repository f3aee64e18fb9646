package io.github.vitlora.train;

import io.github.vitlora.regime.EarlyStopping;
import io.github.vitlora.result.EpochResult;
import java.util.List;
import java.util.Optional;

/**
 * Decides which epoch's weights are tested, and whether training goes on.
 *
 * @param stopping how a recipe stops early, if it does
 */
record StoppingRule(Optional<EarlyStopping> stopping) {

  /**
   * Returns the index of the epoch that is tested: the first of the best, or the last one without
   * early stopping.
   *
   * @param finished at least one
   */
  int best(List<EpochResult> finished) {
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

  /** Returns whether training stops early after these epochs. */
  boolean isOver(List<EpochResult> finished) {
    return stopping.isPresent()
        && !finished.isEmpty()
        && finished.size() - 1 - best(finished) >= stopping.get().patience();
  }

  private boolean isBetter(EpochResult one, EpochResult other) {
    return switch (stopping.orElseThrow().on()) {
      case ACCURACY ->
          one.validationAccuracy().orElseThrow() > other.validationAccuracy().orElseThrow();
      case LOSS -> one.validationLoss().orElseThrow() < other.validationLoss().orElseThrow();
    };
  }
}
