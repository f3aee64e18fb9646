package io.github.vitlora.choice;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How an optimal linear probe chose its L2 penalty, on the validation images alone. The trial's
 * other figures are those of the chosen one.
 *
 * @param tried in the order in which they were fitted
 * @param chosen the one of the lowest mean validation loss, of equal ones the largest
 */
public record PenaltyChoice(List<TriedPenalty> tried, double chosen) {
  /** Copies the list. */
  public PenaltyChoice {
    tried = List.copyOf(requireNonNull(tried, "the field tried is missing"));
  }

  /**
   * One of the penalties.
   *
   * @param penalty half of which stands before the squared weights, of features with variance 1
   * @param validationLoss mean cross-entropy over the validation images, in nats
   * @param validationAccuracy share of them classified correctly, in [0, 1]
   * @param iterations of L-BFGS
   * @param gradient norm of the gradient where it ended, relative to that of a head of zeros
   */
  public record TriedPenalty(
      double penalty,
      double validationLoss,
      double validationAccuracy,
      int iterations,
      double gradient) {}

  /** Whether none that was tried lies on one side of the chosen one, where a better one may be. */
  public boolean liesAtTheEnd() {
    return tried.stream().allMatch(t -> t.penalty() >= chosen)
        || tried.stream().allMatch(t -> t.penalty() <= chosen);
  }
}
