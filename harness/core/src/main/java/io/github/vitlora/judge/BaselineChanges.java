package io.github.vitlora.judge;

import io.github.vitlora.experiment.Certainty;
import io.github.vitlora.experiment.Certainty.Over;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.judge.ComparisonRows.Undecidable;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.verdict.BaselineComparison;
import io.github.vitlora.verdict.BaselineComparison.Change;
import io.github.vitlora.verdict.ConfidenceBounds;
import java.util.List;
import java.util.Optional;

/** Holds each regime's test accuracy against its own in an earlier run. */
final class BaselineChanges {

  /** Of each bound, so that both together are an interval of 95 %. */
  private static final double CONFIDENCE = 0.975;

  private BaselineChanges() {}

  static BaselineComparison of(
      Experiment experiment, List<RegimeSummary> rows, Evidence now, Baseline baseline) {
    Evidence then = baseline.evidence();
    return new BaselineComparison(
        baseline.name(),
        experiment.regimes().stream()
            .filter(regime -> rows.stream().anyMatch(row -> row.slug().equals(regime.slug())))
            .map(regime -> change(regime, now, then))
            .toList());
  }

  private static Change change(Regime regime, Evidence now, Evidence then) {
    Optional<Evidence.Against> before = Optional.of(then.against(regime, 1));
    List<Long> seeds = now.seeds(regime, before);
    if (seeds.isEmpty()) {
      return new Change(
          regime.slug(),
          regime.label() + " has no seed with a completed trial both now and in the baseline",
          Optional.empty());
    }
    try {
      Over over = seeds.size() < Certainty.LEAST_SEEDS ? Over.IMAGES : Over.SEEDS;
      ConfidenceBounds bounds =
          now.of(regime, before, Metric.TEST_ACCURACY, seeds).bounds(CONFIDENCE, over);
      return new Change(regime.slug(), sentence(regime, bounds, over), Optional.of(bounds));
    } catch (Undecidable e) {
      return new Change(
          regime.slug(),
          "%s cannot be compared with the baseline: %s".formatted(regime.label(), e.getMessage()),
          Optional.empty());
    }
  }

  private static String sentence(Regime regime, ConfidenceBounds bounds, Over over) {
    String change =
        bounds.lower() > 0
            ? "is more accurate than before"
            : bounds.upper() < 0
                ? "is less accurate than before"
                : bounds.estimate() == 0 && bounds.discordance().orElse(1.0) == 0
                    ? "classifies every image as before"
                    : "shows no change";
    return "%s %s: test accuracy changed by %s points (95 %%: %s to %s; %s%s%s)"
        .formatted(
            regime.label(),
            change,
            points(bounds.estimate()),
            points(bounds.lower()),
            points(bounds.upper()),
            bounds.seeds() == 1 ? "one seed" : bounds.seeds() + " seeds",
            bounds.images().map(n -> ", " + NumberText.count(n) + " images").orElse(""),
            over == Over.IMAGES ? ", of these trained models alone" : "");
  }

  private static String points(double share) {
    return NumberText.number(100 * share, 2);
  }
}
