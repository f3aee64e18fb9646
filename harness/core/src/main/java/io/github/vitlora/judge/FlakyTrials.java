package io.github.vitlora.judge;

import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.verdict.FlakyTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the trials that come out differently from the same input. */
public final class FlakyTrials {

  private static final int NAMED = 3;

  private FlakyTrials() {}

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
    return between(previous, "the report before this", trial, "this one")
        .or(() -> before.flaky().stream().filter(f -> f.id().equals(trial.id())).findFirst());
  }

  /**
   * Compares two runs of one trial; times and memory may differ.
   *
   * @param first a run, and where it is from
   * @param second the other, and where it is from
   */
  static Optional<FlakyTrial> between(
      TrialResult first, String here, TrialResult second, String there) {
    TrialDiff diff = TrialDiff.of(first, second, 0);
    if (diff.agreement() == Agreement.BIT_EQUAL) {
      return Optional.empty();
    }
    String what =
        diff.differences().isEmpty()
            ? "the trained weights differ, though no figure does"
            : "%d of %d figures differ: %s%s"
                .formatted(
                    diff.differences().size(),
                    diff.figures(),
                    diff.differences().stream()
                        .limit(NAMED)
                        .map(d -> d.figure() + " " + d.reference() + " and " + d.repeated())
                        .collect(Collectors.joining(", ")),
                    diff.differences().size() > NAMED ? " and so on" : "");
    return Optional.of(
        new FlakyTrial(
            first.id(),
            "%s ran twice from the same input, in %s and in %s, and %s"
                .formatted(first.id(), here, there, what)));
  }
}
