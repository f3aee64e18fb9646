package io.github.vitlora.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * The verdict on one expectation for one regime.
 *
 * @param id stable slug, {@code lora-r8-testAccuracy-atLeast} for example
 * @param passed whether it holds
 * @param actual the regime's mean over its completed seeds, where there is one
 * @param message a sentence with the figures
 * @param decision what the results show, where the expectation asks for confidence
 * @param bounds of what it asks about, likewise
 * @param warns true where it does not hold, is undecided, and only warns of that
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ExpectationOutcome(
    String id,
    boolean passed,
    Optional<Double> actual,
    String message,
    Optional<Decision> decision,
    Optional<ConfidenceBounds> bounds,
    Optional<Boolean> warns) {

  /** A verdict on the measured means. */
  public static ExpectationOutcome of(
      String id, boolean passed, Optional<Double> actual, String message) {
    return new ExpectationOutcome(
        id, passed, actual, message, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Marks it in lists: {@code ✔} where it holds, {@code ?} where it only warns, or {@code ✘}. */
  public String mark() {
    return passed ? "✔" : onlyWarns() ? "?" : "✘";
  }

  /** Tells whether the build fails because of it. */
  public boolean fails() {
    return !passed && !onlyWarns();
  }

  /** Tells whether it is left undecided with a warning. */
  public boolean onlyWarns() {
    return warns.orElse(false);
  }
}
