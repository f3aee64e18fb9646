package io.github.vitlora.result;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * How a trial chose its learning rate, on the validation images alone. Its other figures are those
 * of the chosen one.
 *
 * @param tried one a rate, in descriptor order
 * @param chosen the best by accuracy, then loss, then the smaller one; none where no loss stayed
 *     finite
 * @param otherSeconds training and validation by the rates that were not chosen
 */
public record RateChoice(List<TriedRate> tried, Optional<Double> chosen, double otherSeconds) {
  /** Copies the list. */
  public RateChoice {
    tried = List.copyOf(requireNonNull(tried, "the field tried is missing"));
  }

  /** Adds up what the others took. */
  public static RateChoice of(List<TriedRate> tried, Optional<Double> chosen) {
    double seconds =
        tried.stream()
            .filter(t -> chosen.isEmpty() || t.learningRate() != chosen.get())
            .mapToDouble(TriedRate::seconds)
            .sum();
    return new RateChoice(tried, chosen, seconds);
  }
}
