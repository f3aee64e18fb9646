package io.github.vitlora.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Those of several choices that no other one beats in cost without losing in gain. */
final class ParetoFront {

  private ParetoFront() {}

  /**
   * The front, by rising cost. A choice is on it unless another costs no more and gains no less,
   * and differs in one of both; of equal choices all are on it.
   */
  static <T> List<T> of(List<T> choices, ToDoubleFunction<T> cost, ToDoubleFunction<T> gain) {
    List<T> front = new ArrayList<>();
    for (T choice : choices) {
      boolean beaten =
          choices.stream()
              .anyMatch(
                  other ->
                      cost.applyAsDouble(other) <= cost.applyAsDouble(choice)
                          && gain.applyAsDouble(other) >= gain.applyAsDouble(choice)
                          && (cost.applyAsDouble(other) < cost.applyAsDouble(choice)
                              || gain.applyAsDouble(other) > gain.applyAsDouble(choice)));
      if (!beaten) {
        front.add(choice);
      }
    }
    front.sort(Comparator.comparingDouble(cost));
    return List.copyOf(front);
  }
}
