package io.github.vitlora.judge;

import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Results and what came out when their trials were trained again.
 *
 * @param experiment its name
 * @param tolerance largest distance that is not called different: absolute for accuracies, relative
 *     for losses
 * @param trials a comparison a repeated trial
 * @param environment what could explain differences, in the order in which to suspect it
 */
public record Reproduction(
    String experiment,
    double tolerance,
    List<TrialDiff> trials,
    List<EnvironmentDiff> environment) {

  /** Copies the lists. */
  public Reproduction {
    trials = List.copyOf(trials);
    environment = List.copyOf(environment);
  }

  /**
   * Compares the repeated trials with those of the same id.
   *
   * @param reference the results to be reproduced
   * @param repeated what came out this time; may hold fewer trials
   * @param tolerance largest distance that is not called different
   */
  public static Reproduction of(
      ExperimentResults reference, ExperimentResults repeated, double tolerance) {
    Map<String, TrialResult> before =
        reference.trials().stream()
            .collect(Collectors.toMap(TrialResult::id, Function.identity(), (a, b) -> a));
    List<TrialDiff> trials = new ArrayList<>();
    for (TrialResult trial : repeated.trials()) {
      trials.add(TrialDiff.of(before.get(trial.id()), trial, tolerance));
    }
    List<EnvironmentDiff> environment =
        reference.environment().isPresent() && repeated.environment().isPresent()
            ? EnvironmentDiff.between(reference.environment().get(), repeated.environment().get())
            : List.of();
    return new Reproduction(reference.experiment(), tolerance, trials, environment);
  }

  /** The worst of the trials. */
  public Agreement agreement() {
    return trials.stream().map(TrialDiff::agreement).reduce(Agreement.BIT_EQUAL, Agreement::worse);
  }
}
