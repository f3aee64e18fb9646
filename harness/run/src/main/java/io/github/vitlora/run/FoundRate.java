package io.github.vitlora.run;

import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.result.TrialResult;
import java.util.List;
import java.util.Optional;

/**
 * A trial with the learning rate that it takes. Where a regime searches its rate, the trial of its
 * first seed does, and those of the others take what it found: as a part of their recipes, so that
 * each is reused and repeated by itself.
 *
 * @param trial as it runs
 * @param hindrance why it cannot run, where no rate was found for it
 */
record FoundRate(Trial trial, Optional<String> hindrance) {

  /**
   * Finds the rate for a trial.
   *
   * @param results of the trials that ran before
   */
  static FoundRate of(Experiment experiment, Trial planned, List<TrialResult> results) {
    Optional<Trial> searching = searching(experiment, planned);
    if (searching.isEmpty()) {
      return new FoundRate(planned, Optional.empty());
    }
    String id = searching.get().id();
    Optional<TrialResult> first = results.stream().filter(r -> r.id().equals(id)).findFirst();
    Optional<Double> rate = first.flatMap(TrialResult::rateChoice).flatMap(RateChoice::chosen);
    if (rate.isPresent()) {
      return new FoundRate(
          planned.withTraining(
              planned.training().withLearningRateOf(searching.get().seed(), rate.get())),
          Optional.empty());
    }
    String why = first.flatMap(TrialResult::message).orElse("it has not run");
    return new FoundRate(
        planned,
        Optional.of(
            "it takes the learning rate that %s was to find, which found none: %s"
                .formatted(id, why)));
  }

  /** The trial that searches the rate for another one; empty for all that need none. */
  private static Optional<Trial> searching(Experiment experiment, Trial planned) {
    return experiment
        .searchingSeed(planned.regime())
        .filter(seed -> seed != planned.seed())
        .map(seed -> experiment.trial(planned.regime(), seed));
  }

  /**
   * Requires that what finds a rate is among the trials that are to run.
   *
   * @throws IllegalArgumentException if it is not, naming it
   */
  static void require(Experiment experiment, List<Trial> chosen) {
    List<String> ids = chosen.stream().map(Trial::id).toList();
    for (Trial trial : chosen) {
      searching(experiment, trial)
          .map(Trial::id)
          .filter(id -> !ids.contains(id))
          .ifPresent(
              id -> {
                throw new IllegalArgumentException(
                    "%s takes the learning rate that %s finds, which is not among the chosen trials: choose it as well; it is not trained again where it has run"
                        .formatted(trial.id(), id));
              });
    }
  }
}
