package io.github.vitlora.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds results against those of an earlier run of the same experiment. */
public final class Reruns {

  private Reruns() {}

  /**
   * The results, with every trial marked that came out otherwise than before though its fingerprint
   * is the same. A trial that was marked before stays so until its fingerprint changes.
   */
  public static ExperimentResults mark(ExperimentResults before, ExperimentResults now) {
    Map<String, TrialResult> earlier =
        before.trials().stream()
            .collect(Collectors.toMap(TrialResult::id, Function.identity(), (a, b) -> a));
    List<FlakyTrial> flaky = new ArrayList<>(now.flaky());
    for (TrialResult trial : now.trials()) {
      Optional.ofNullable(earlier.get(trial.id()))
          .filter(previous -> sameInput(previous, trial))
          .flatMap(previous -> flaky(before, previous, trial))
          .filter(found -> now.flaky().stream().noneMatch(f -> f.id().equals(found.id())))
          .ifPresent(flaky::add);
    }
    return now.withFlaky(flaky);
  }

  private static boolean sameInput(TrialResult previous, TrialResult trial) {
    return trial.fingerprint().isPresent() && trial.fingerprint().equals(previous.fingerprint());
  }

  private static Optional<FlakyTrial> flaky(
      ExperimentResults before, TrialResult previous, TrialResult trial) {
    return FlakyTrial.between(previous, "the report before this", trial, "this one")
        .or(() -> before.flaky().stream().filter(f -> f.id().equals(trial.id())).findFirst());
  }
}
