package io.github.vitlora.result;

import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A trial that ran twice from equal input, by its fingerprint, and came out otherwise.
 *
 * @param id the trial's slug
 * @param message a sentence that says what differed
 */
public record FlakyTrial(String id, String message) {
  private static final int NAMED = 3;

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
