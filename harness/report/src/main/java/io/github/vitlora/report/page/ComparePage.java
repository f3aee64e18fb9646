package io.github.vitlora.report.page;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Metric.Place;
import io.github.vitlora.io.Json;
import io.github.vitlora.report.history.RegimeTrend;
import io.github.vitlora.report.table.AnswerInWords;
import io.github.vitlora.report.table.CostTable;
import io.github.vitlora.report.table.DifferenceTable;
import io.github.vitlora.report.table.ExperimentInWords;
import io.github.vitlora.report.table.InspectionTables;
import io.github.vitlora.report.table.RegimeTable;
import io.github.vitlora.report.table.ResultNotes;
import io.github.vitlora.report.table.Table;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.verdict.BaselineComparison;
import io.github.vitlora.verdict.ExpectationOutcome;
import io.github.vitlora.verdict.UnjudgedExpectation;
import java.util.List;
import java.util.Optional;

/**
 * Holds what the page "Compare" shows, as its scripts read it. Nothing in here is markup: the
 * scripts put texts into the page as texts, whatever a descriptor wrote.
 *
 * @param setting what was done on what, in sentences
 * @param answers to the descriptor's questions, which the page opens on
 * @param notes what readers have to know before they trust the figures, in sentences
 * @param regimes the rows' regimes in descriptor order; a regime's place in the list is its colour
 * @param trend the regimes' figures over the builds, this one included
 * @param trended the metrics that are drawn over the builds
 */
public record ComparePage(
    String experiment,
    String description,
    String setting,
    List<AnswerInWords> answers,
    List<String> notes,
    List<Regime> regimes,
    List<ExpectationOutcome> expectations,
    List<UnjudgedExpectation> unjudged,
    Optional<BaselineComparison> baseline,
    Table table,
    DifferenceTable differences,
    Table costs,
    List<Table> inspection,
    CompareCharts charts,
    RegimeTrend trend,
    List<Trended> trended) {

  /** Names a regime as the page does. */
  record Regime(String slug, String label) {}

  /** Names a metric over the builds, and how its figures are written. */
  record Trended(String key, String heading, String format) {}

  public static ComparePage of(
      Experiment experiment, ExperimentResults results, RegimeTrend trend) {
    return new ComparePage(
        results.experiment(),
        results.description().strip(),
        ExperimentInWords.sentence(experiment, results.environment()),
        AnswerInWords.of(experiment, results),
        ResultNotes.of(experiment, results),
        results.comparisons().stream().map(row -> new Regime(row.slug(), row.label())).toList(),
        results.expectations(),
        results.unjudged(),
        results.baseline(),
        RegimeTable.detailed(results),
        DifferenceTable.of(results),
        CostTable.of(results),
        results.inspection().map(InspectionTables::of).orElse(List.of()),
        CompareCharts.of(results),
        trend,
        Metric.in(Place.TREND).stream()
            .map(metric -> new Trended(metric.key(), metric.heading(), metric.format().name()))
            .toList());
  }

  public byte[] json() {
    return Json.bytes(this);
  }
}
