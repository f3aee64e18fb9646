package io.github.vitlora.judge;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.regime.Regime;
import java.util.List;

/**
 * Trials that are not among the results they belong to.
 *
 * @param elsewhere whether they are to come, from other shards, and not lost
 * @param ids of the trials
 */
record MissingTrials(boolean elsewhere, List<String> ids) {

  /** Those that are of one of these regimes. */
  List<String> of(Experiment experiment, List<Regime> regimes) {
    return experiment.trials().stream()
        .filter(trial -> regimes.contains(trial.regime()))
        .map(Trial::id)
        .filter(ids::contains)
        .toList();
  }

  /** The end of a sentence about some of them. */
  String say(List<String> some) {
    String names = String.join(", ", some);
    return elsewhere ? "other shards have " + names : "missing: " + names;
  }
}
