package io.github.vitlora.choice;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.vitlora.regime.RateBracket;
import io.github.vitlora.regime.RateBracket.Side;
import java.util.List;
import java.util.Optional;

/**
 * How a trial chose its learning rate, on the validation images alone. Its other figures are those
 * of the chosen one.
 *
 * @param tried one a rate, in descriptor order, or rising where they were searched; none where the
 *     trial of another seed chose
 * @param chosen the best by accuracy, then loss, then the smaller one; of a search by loss, then
 *     the smaller one; none where no loss stayed finite
 * @param otherSeconds training and validation by the rates that were not chosen
 * @param fromSeed the seed whose trial chose, where another one did
 * @param certificate what the choice rests on; absent in results of earlier versions, where no loss
 *     stayed finite, and where the trial of another seed chose
 */
public record RateChoice(
    List<TriedRate> tried,
    Optional<Double> chosen,
    double otherSeconds,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> fromSeed,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<RateCertificate> certificate) {
  /** Copies the list. */
  public RateChoice {
    tried = List.copyOf(requireNonNull(tried, "the field tried is missing"));
  }

  /** Adds up what the others took. */
  public static RateChoice of(
      List<TriedRate> tried, Optional<Double> chosen, Optional<RateCertificate> certificate) {
    double seconds =
        tried.stream()
            .filter(t -> chosen.isEmpty() || t.learningRate() != chosen.get())
            .mapToDouble(TriedRate::seconds)
            .sum();
    return new RateChoice(tried, chosen, seconds, Optional.empty(), certificate);
  }

  /** A rate that the trial of another seed chose. */
  public static RateChoice ofSeed(long seed, double chosen) {
    return new RateChoice(List.of(), Optional.of(chosen), 0, Optional.of(seed), Optional.empty());
  }

  /**
   * Tells on which side a better rate may lie: where the chosen one is the last of those that this
   * trial tried.
   */
  public Optional<Side> open() {
    return tried.size() < 2
        ? Optional.empty()
        : chosen.flatMap(
            rate -> RateBracket.open(tried.stream().map(TriedRate::learningRate).toList(), rate));
  }
}
