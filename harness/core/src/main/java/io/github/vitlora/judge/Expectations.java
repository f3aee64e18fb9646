package io.github.vitlora.judge;

import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Expectation.Reference;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.verdict.ExpectationOutcome;
import io.github.vitlora.verdict.UnjudgedExpectation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The verdicts on an experiment's expectations.
 *
 * @param outcomes of those that could be judged
 * @param unjudged those that wait for trials
 */
record Expectations(List<ExpectationOutcome> outcomes, List<UnjudgedExpectation> unjudged) {

  /**
   * One outcome for each expectation and each regime that it selects, in the experiment's order;
   * all are evaluated, whatever came of the others. An expectation that selects no regime, or
   * speaks of one whose trials did not complete, has failed.
   *
   * <p>Where only some trials were run, there is no outcome for a regime without any trial, nor for
   * one that is held against such a regime. What needs a missing trial is not judged.
   *
   * @param summaries a row for each regime that has a trial, whatever became of it
   * @param evidence that claims with confidence rest on
   * @param baseline that some are about
   */
  static Expectations judge(
      Experiment experiment,
      List<RegimeSummary> summaries,
      MissingTrials missing,
      Evidence evidence,
      Optional<Baseline> baseline) {
    List<ExpectationOutcome> outcomes = new ArrayList<>();
    List<UnjudgedExpectation> unjudged = new ArrayList<>();
    Set<String> used = new HashSet<>();
    ComparisonRows rows = new ComparisonRows(experiment, summaries, baseline);
    for (Expectation expectation : experiment.expectations()) {
      List<Regime> selected = experiment.regimes().stream().filter(expectation::selects).toList();
      if (selected.isEmpty()) {
        String name = expectation.regime() + expectation.rank().map(rank -> "-r" + rank).orElse("");
        Verdict verdict =
            Verdict.failed(name, expectation, "no regime of the experiment is " + name);
        outcomes.add(outcome(verdict, expectation, used));
      }
      for (Regime regime : selected) {
        List<String> awaited = missing.of(experiment, rows.needed(regime, expectation));
        if (baseline.isEmpty()
            && Verdict.reference(expectation.bound())
                .filter(Reference::meansBaseline)
                .isPresent()) {
          unjudged.add(
              new UnjudgedExpectation(
                  unique(Verdict.id(regime.slug(), expectation), used),
                  "%s of %s is not judged: -D%s names no earlier results"
                      .formatted(
                          expectation.metric().key(), regime.label(), PropertyNames.BASELINE)));
        } else if (!awaited.isEmpty()) {
          unjudged.add(
              new UnjudgedExpectation(
                  unique(Verdict.id(regime.slug(), expectation), used),
                  "%s of %s is not judged: %s"
                      .formatted(
                          expectation.metric().key(), regime.label(), missing.say(awaited))));
        } else if (rows.summary(regime.slug()).seeds() == 0
            && experiment.questions().stream().anyMatch(q -> Experiment.asksAbout(q, regime))) {
          unjudged.add(
              new UnjudgedExpectation(
                  unique(Verdict.id(regime.slug(), expectation), used),
                  "%s of %s is not judged: no question took a trial of it"
                      .formatted(expectation.metric().key(), regime.label())));
        } else if (rows.canBeJudged(regime, expectation.bound())) {
          Verdict verdict = Verdict.of(regime, expectation, rows, evidence);
          outcomes.add(outcome(verdict, expectation, used));
        }
      }
    }
    return new Expectations(List.copyOf(outcomes), List.copyOf(unjudged));
  }

  private static ExpectationOutcome outcome(
      Verdict verdict, Expectation expectation, Set<String> used) {
    return verdict.outcome(unique(verdict.id(), used), expectation.certainty().isPresent());
  }

  private static String unique(String id, Set<String> used) {
    String unique = id;
    for (int n = 2; !used.add(unique); n++) {
      unique = id + "-" + n;
    }
    return unique;
  }
}
