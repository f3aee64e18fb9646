package io.github.vitlora.judge;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Shard;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.Environment;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ExperimentResultsBuilder;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.verdict.Answer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.TDistribution;

/** The statistics of regimes over their seeds. */
public final class Comparison {

  /** Two-sided 95 %: what lies below the upper end. */
  private static final double UPPER_QUANTILE = 0.975;

  private Comparison() {}

  /**
   * Puts the results of an experiment together: the trials as they are, their comparison, and the
   * verdicts.
   */
  public static ExperimentResults results(
      Experiment experiment, Optional<Environment> environment, List<TrialResult> trials) {
    return results(experiment, environment, trials, Optional.empty(), List.of());
  }

  /**
   * Puts the results of a part of the trials together. Expectations are judged where all trials
   * that they speak of are here.
   *
   * @param shard which part it is; absent where parts were put together
   * @param missing ids of the trials that belong to the whole and are not here
   */
  public static ExperimentResults results(
      Experiment experiment,
      Optional<Environment> environment,
      List<TrialResult> trials,
      Optional<Shard> shard,
      List<String> missing) {
    ExperimentResults measured =
        ExperimentResultsBuilder.builder()
            .schema(ExperimentResults.SCHEMA)
            .experiment(experiment.name())
            .description(experiment.description())
            .descriptor(ExperimentJson.write(experiment))
            .environment(environment)
            .trials(trials)
            .comparisons(summarize(experiment, trials))
            .expectations(List.of())
            .shard(shard)
            .missing(missing)
            .build();
    return withVerdicts(experiment, measured, Map.of(), Optional.empty());
  }

  /**
   * Judges results by the trials' predictions as well: adds figures that results of earlier
   * versions lack, each regime's difference to the reference, the verdicts on expectations that ask
   * for confidence, and the answers to questions.
   *
   * @param predictions on the test images, by the trial's id; may be fewer than the trials
   * @param baseline results of an earlier run, which each regime is compared with
   */
  public static ExperimentResults withPredictions(
      Experiment experiment,
      ExperimentResults results,
      Map<String, List<Prediction>> predictions,
      Optional<Baseline> baseline) {
    List<TrialResult> trials = withFigures(results.trials(), predictions);
    ExperimentResults whole =
        trials.equals(results.trials())
            ? results
            : results.with(r -> r.trials(trials).comparisons(summarize(experiment, trials)));
    Evidence evidence = new Evidence(trials, predictions);
    return judged(experiment, PairedComparison.of(whole, predictions), evidence, baseline)
        .withBaseline(
            baseline.map(b -> BaselineChanges.of(experiment, whole.comparisons(), evidence, b)));
  }

  /**
   * Judges results by the trials' predictions, without the differences between regimes, whose
   * resampling takes time.
   *
   * @param predictions on the test images, by the trial's id; may be fewer than the trials
   * @param baseline results of an earlier run, which some expectations are about
   */
  public static ExperimentResults withVerdicts(
      Experiment experiment,
      ExperimentResults results,
      Map<String, List<Prediction>> predictions,
      Optional<Baseline> baseline) {
    return judged(experiment, results, new Evidence(results.trials(), predictions), baseline);
  }

  /** The trials with the figures that follow from their predictions, where those are at hand. */
  static List<TrialResult> withFigures(
      List<TrialResult> trials, Map<String, List<Prediction>> predictions) {
    return trials.stream()
        .map(
            trial ->
                trial.withTest(
                    trial
                        .test()
                        .map(
                            test ->
                                test.withFiguresOf(
                                    predictions.getOrDefault(trial.id(), List.of())))))
        .toList();
  }

  private static ExperimentResults judged(
      Experiment experiment,
      ExperimentResults results,
      Evidence evidence,
      Optional<Baseline> baseline) {
    Expectations judged =
        Expectations.judge(
            experiment,
            results.comparisons(),
            new MissingTrials(results.shard().isPresent(), results.missing()),
            evidence,
            baseline);
    List<Answer> answers =
        experiment.questions().stream()
            .map(one -> QuestionPlan.of(experiment, one, evidence, results.comparisons()).answer())
            .toList();
    return results.with(
        r -> r.expectations(judged.outcomes()).unjudged(judged.unjudged()).questions(answers));
  }

  /**
   * One row for each regime of {@code experiment} that has a trial among {@code trials}, in the
   * experiment's order, over its completed ones; one of which none completed has a row without
   * figures. Trials of regimes that the experiment does not know are left out.
   */
  public static List<RegimeSummary> summarize(Experiment experiment, List<TrialResult> trials) {
    return experiment.regimes().stream()
        .map(regime -> summary(regime, trials))
        .filter(row -> row.seeds() > 0)
        .toList();
  }

  private static RegimeSummary summary(Regime regime, List<TrialResult> trials) {
    Optional<Integer> rank =
        regime.rankIfAny().isPresent()
            ? Optional.of(regime.rankIfAny().getAsInt())
            : Optional.empty();
    List<TrialResult> own =
        trials.stream()
            .filter(trial -> trial.regime().equals(regime.key()) && trial.rank().equals(rank))
            .toList();
    List<TrialResult> completed =
        own.stream().filter(trial -> trial.status() == TrialStatus.COMPLETED).toList();
    Map<String, Estimate> metrics = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      double[] values =
          completed.stream()
              .map(trial -> trial.metric(metric))
              .filter(OptionalDouble::isPresent)
              .mapToDouble(OptionalDouble::getAsDouble)
              .toArray();
      if (values.length > 0) {
        metrics.put(metric.key(), estimate(values));
      }
    }
    return new RegimeSummary(
        regime.slug(),
        regime.key(),
        rank,
        regime.label(),
        own.size(),
        completed.size(),
        Collections.unmodifiableMap(metrics),
        Optional.empty());
  }

  private static Estimate estimate(double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).sum() / n;
    if (n == 1) {
      return new Estimate(mean, Optional.empty(), Optional.empty());
    }
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = Math.sqrt(squares / (n - 1));
    double quantile = TDistribution.of(n - 1.0).inverseCumulativeProbability(UPPER_QUANTILE);
    return new Estimate(
        mean, Optional.of(deviation), Optional.of(quantile * deviation / Math.sqrt(n)));
  }
}
