package io.github.vitlora.train;

import java.util.List;
import java.util.Optional;

/**
 * The learning rates that a trial tried.
 *
 * @param attempts one a rate, in descriptor order
 * @param chosen index of the best on the validation images; none where no loss stayed finite
 */
public record RateSearch(List<RateAttempt> attempts, Optional<Integer> chosen) {
  /** Copies the attempts. */
  public RateSearch {
    attempts = List.copyOf(attempts);
  }
}
