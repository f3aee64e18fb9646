package io.github.vitlora.judge;

import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Expectation.Bound;
import io.github.vitlora.experiment.Expectation.Reference;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of a comparison, as expectations look them up. */
record ComparisonRows(
    Experiment experiment, List<RegimeSummary> summaries, Optional<Baseline> baseline) {

  /** The row of the regime with this slug; one without trials if the comparison has none. */
  RegimeSummary summary(String slug) {
    return summaries.stream()
        .filter(summary -> summary.slug().equals(slug))
        .findFirst()
        .orElseGet(() -> empty(slug));
  }

  private RegimeSummary empty(String slug) {
    Regime regime =
        experiment.regimes().stream().filter(r -> r.slug().equals(slug)).findFirst().orElseThrow();
    return new RegimeSummary(
        slug, regime.key(), Optional.empty(), regime.label(), 0, 0, Map.of(), Optional.empty());
  }

  /**
   * Whether the regime that {@code bound} refers to has a trial. One that refers to none, or names
   * none clearly, is for {@link #yardstick} to judge.
   */
  private boolean referenceWasRun(Bound bound) {
    Optional<Reference> of = Verdict.reference(bound);
    List<Regime> meant = of.map(this::meant).orElse(List.of());
    return meant.size() != 1 || summary(meant.get(0).slug()).seeds() > 0;
  }

  /** Whether the regime, and the one that {@code bound} holds it against, have a trial. */
  boolean canBeJudged(Regime regime, Bound bound) {
    return summary(regime.slug()).seeds() > 0 && referenceWasRun(bound);
  }

  /** The regimes whose trials decide what {@code expectation} says of {@code regime}. */
  List<Regime> needed(Regime regime, Expectation expectation) {
    List<Regime> meant = Verdict.reference(expectation.bound()).map(this::meant).orElse(List.of());
    return meant.size() == 1 ? List.of(regime, meant.get(0)) : List.of(regime);
  }

  private List<Regime> meant(Reference reference) {
    return experiment.regimes().stream().filter(reference::selects).toList();
  }

  /**
   * The figure of the regime that {@code reference} names.
   *
   * @param self the regime that is held against it
   * @throws Undecidable with a sentence, if it names none, several, or one without the figure
   */
  Yardstick yardstick(Reference reference, Regime self, Metric metric) throws Undecidable {
    if (reference.meansBaseline()) {
      RegimeSummary before =
          baseline.stream()
              .flatMap(b -> b.results().comparisons().stream())
              .filter(summary -> summary.slug().equals(self.slug()))
              .findFirst()
              .orElseThrow(() -> new Undecidable(self.label() + " is not in the baseline"));
      return new Yardstick(self, before, require(before, metric));
    }
    String name = reference.regime() + reference.rank().map(rank -> "-r" + rank).orElse("");
    List<Regime> meant = meant(reference);
    if (meant.size() != 1) {
      throw new Undecidable(
          meant.isEmpty()
              ? "the reference " + name + " is no regime of the experiment"
              : "the reference " + name + " names " + meant.size() + " regimes: give its rank");
    }
    RegimeSummary summary = summary(meant.get(0).slug());
    return new Yardstick(meant.get(0), summary, require(summary, metric));
  }

  /** The estimate of {@code metric}, or the sentence that says why there is none. */
  static Estimate require(RegimeSummary summary, Metric metric) throws Undecidable {
    if (summary.completed() == 0) {
      throw new Undecidable(summary.label() + " has no completed trial");
    }
    return summary
        .estimate(metric)
        .orElseThrow(
            () -> new Undecidable("the trials of " + summary.label() + " have no " + metric.key()));
  }

  /** A reference, its row and its figure. */
  record Yardstick(Regime regime, RegimeSummary summary, Estimate estimate) {}

  /** There is no figure to judge. */
  static final class Undecidable extends Exception {
    private static final long serialVersionUID = 1L;

    Undecidable(String message) {
      super(message);
    }
  }
}
