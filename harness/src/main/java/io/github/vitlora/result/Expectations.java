package io.github.vitlora.result;

import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;

/** The verdicts on an experiment's expectations. */
public final class Expectations {

  private Expectations() {}

  /**
   * One outcome for each expectation and each regime that it selects, in the experiment's order;
   * all are evaluated, whatever came of the others. An expectation that selects no regime, or
   * speaks of one whose trials did not complete, has failed.
   *
   * <p>Where only some trials were run, there is no outcome for a regime without any trial, nor for
   * one that is held against such a regime.
   *
   * @param summaries a row for each regime that has a trial, whatever became of it
   */
  public static List<ExpectationOutcome> evaluate(
      Experiment experiment, List<RegimeSummary> summaries) {
    SoftAssertions softly = new SoftAssertions();
    List<ExpectationOutcome> outcomes = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (Expectation expectation : experiment.expectations()) {
      for (Verdict verdict : verdicts(expectation, experiment, summaries)) {
        String id = verdict.id();
        for (int n = 2; !used.add(id); n++) {
          id = verdict.id() + "-" + n;
        }
        outcomes.add(verdict.outcome(softly, id));
      }
    }
    return List.copyOf(outcomes);
  }

  private static List<Verdict> verdicts(
      Expectation expectation, Experiment experiment, List<RegimeSummary> summaries) {
    List<String> slugs =
        experiment.regimes().stream().filter(expectation::selects).map(r -> r.slug()).toList();
    if (slugs.isEmpty()) {
      String name = expectation.regime() + expectation.rank().map(rank -> "-r" + rank).orElse("");
      return List.of(Verdict.failed(name, expectation, "no regime of the experiment is " + name));
    }
    References references = new References(experiment, summaries);
    if (!references.referenceWasRun(expectation.bound())) {
      return List.of();
    }
    return slugs.stream()
        .map(references::summary)
        .filter(summary -> summary.seeds() > 0)
        .map(summary -> Verdict.of(summary, expectation, references))
        .toList();
  }
}
