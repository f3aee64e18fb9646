package io.github.vitlora.judge;

import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.regime.RateBracket.Side;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What has to be said of a comparison whose learning rates may not suit a regime. */
public final class RateClause {
  private RateClause() {}

  /**
   * Says of which regimes the best of the rates that were tried is the last, so that one beyond may
   * be better; empty where there is none. Nothing is said of a regime with one rate alone.
   *
   * @param trials of the regimes that are compared
   */
  public static Optional<String> of(List<TrialResult> trials) {
    Map<String, Set<String>> open = new LinkedHashMap<>();
    for (TrialResult trial : completed(trials)) {
      trial
          .rateChoice()
          .flatMap(RateClause::last)
          .ifPresent(
              last -> open.computeIfAbsent(trial.label(), l -> new LinkedHashSet<>()).add(last));
    }
    List<String> regimes =
        open.entrySet().stream()
            .map(one -> one.getKey() + ": " + String.join(", ", one.getValue()))
            .toList();
    return regimes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "at the rates given, the best of which is the last of its list (%s)"
                .formatted(String.join("; ", regimes)));
  }

  private static Optional<String> last(RateChoice choice) {
    return choice
        .open()
        .map(
            side ->
                NumberText.plain(choice.chosen().orElseThrow())
                    + (side == Side.BELOW ? ", the lowest" : ", the highest"));
  }

  /** Tells whether a lower and a higher rate are known to be worse for every regime. */
  static boolean isClosed(List<TrialResult> trials) {
    return completed(trials).stream()
        .allMatch(
            trial ->
                trial
                    .rateChoice()
                    .filter(choice -> choice.tried().size() > 1 || choice.fromSeed().isPresent())
                    .filter(choice -> choice.open().isEmpty())
                    .isPresent());
  }

  private static List<TrialResult> completed(List<TrialResult> trials) {
    return trials.stream().filter(trial -> trial.status() == TrialStatus.COMPLETED).toList();
  }
}
