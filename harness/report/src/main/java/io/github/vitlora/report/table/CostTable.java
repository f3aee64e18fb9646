package io.github.vitlora.report.table;

import io.github.vitlora.choice.RateCertificate;
import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.report.table.Table.Row;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.PredictedCost;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists what trials were predicted to cost beside what they took, a row for each regime. */
public final class CostTable {

  /** Explains the headings. */
  public static final String LEGEND =
      "Predicted by vitlora:plan from a few batches of each regime; actual: means over the completed"
          + " trials. Trials that were taken over count with the time that they took when they ran. Of"
          + " a search for a learning rate the rate that was chosen counts.";

  private CostTable() {}

  /**
   * Lists the regimes that were planned and have run; there is no row where nothing was planned.
   */
  public static Table of(ExperimentResults results) {
    List<Row> rows = new ArrayList<>();
    for (PredictedCost cost : results.predicted()) {
      results.comparisons().stream()
          .filter(row -> row.slug().equals(cost.slug()) && row.completed() > 0)
          .map(row -> row(row, results.trialsOf(row), cost))
          .forEach(rows::add);
    }
    return Table.of(
        "Regime",
        List.of(
            "Time of a trial, predicted",
            "Actual",
            "Error",
            "Peak memory, predicted",
            "Actual memory",
            "Memory error"),
        rows);
  }

  private static Row row(RegimeSummary row, List<TrialResult> trials, PredictedCost cost) {
    Optional<Double> seconds =
        row.estimate(Metric.WALL_SECONDS)
            .map(all -> all.mean() - searching(trials) / row.completed());
    Optional<Double> memory = row.estimate(Metric.PEAK_MEMORY_BYTES).map(Estimate::mean);
    Optional<Double> predicted = cost.peakMemoryBytes().map(Long::doubleValue);
    return Row.of(
        row.label(),
        NumberText.seconds(cost.wallSeconds()),
        seconds.map(NumberText::seconds).orElse(Table.NONE),
        error(Optional.of(cost.wallSeconds()), seconds),
        predicted.map(NumberText::bytes).orElse(Table.NONE),
        memory.map(NumberText::bytes).orElse(Table.NONE),
        error(predicted, memory));
  }

  /** Seconds that searches took for the rates that were not chosen, which no plan predicts. */
  private static double searching(List<TrialResult> trials) {
    return trials.stream()
        .filter(trial -> trial.status() == TrialStatus.COMPLETED)
        .flatMap(trial -> trial.rateChoice().stream())
        .filter(choice -> choice.certificate().flatMap(RateCertificate::standardErrors).isPresent())
        .mapToDouble(RateChoice::otherSeconds)
        .sum();
  }

  private static String error(Optional<Double> predicted, Optional<Double> actual) {
    return predicted
        .flatMap(p -> actual.filter(a -> a > 0).map(a -> NumberText.signed(100 * (p / a - 1), 0)))
        .map(percent -> percent + " %")
        .orElse(Table.NONE);
  }
}
