package io.github.vitlora.verdict;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * Compares each regime with itself in an earlier run, under the same seeds on the same test images.
 *
 * @param name what people know the earlier results by
 * @param regimes in descriptor order
 */
public record BaselineComparison(String name, List<Change> regimes) {

  /** Copies the list. */
  public BaselineComparison {
    regimes = List.copyOf(requireNonNull(regimes, "the field regimes is missing"));
  }

  /**
   * Says how a regime's test accuracy changed.
   *
   * @param slug of the regime
   * @param message a sentence with the figures, or with why there are none
   * @param bounds of the accuracy now less the accuracy then, a two-sided interval of 95 %; absent
   *     where the two cannot be compared
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Change(String slug, String message, Optional<ConfidenceBounds> bounds) {}
}
