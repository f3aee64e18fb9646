package io.github.vitlora.report.allure;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.report.chart.ChartImage;
import io.github.vitlora.report.table.DifferenceTable;
import io.github.vitlora.report.table.ExperimentInWords;
import io.github.vitlora.report.table.RateTable;
import io.github.vitlora.report.table.RegimeTable;
import io.github.vitlora.report.table.ResultNotes;
import io.github.vitlora.report.table.Table;
import io.github.vitlora.report.table.TrialTimes;
import io.github.vitlora.report.text.ComparisonHtml;
import io.github.vitlora.result.ExpectationOutcome;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.UnjudgedExpectation;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.TestResult;
import io.qameta.allure.util.ResultsUtils;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shows the comparison, and each expectation, as a case. */
public record VerdictCases(
    AllureCases cases,
    Experiment experiment,
    ExperimentResults results,
    List<ChartImage> charts,
    long time) {

  public void writeComparison() {
    TestResult result =
        cases.start("comparison", "Regimes side by side", "comparison", "comparison", span(0));
    result.getLabels().add(ResultsUtils.createSeverityLabel("blocker"));
    boolean any = results.comparisons().stream().anyMatch(row -> row.completed() > 0);
    result.setStatus(any ? Status.PASSED : Status.SKIPPED);
    if (!any) {
      result.setStatusDetails(new StatusDetails().setMessage("No trial completed"));
    }
    Table regimes = RegimeTable.of(results);
    String html =
        ComparisonHtml.styled(
            ComparisonHtml.paragraph(ExperimentInWords.sentence(experiment, results.environment()))
                + String.join(
                    "", ResultNotes.of(results).stream().map(ComparisonHtml::paragraph).toList())
                + ComparisonHtml.table(regimes, regimes.legend())
                + ComparisonHtml.differences(DifferenceTable.of(results))
                + ComparisonHtml.table(RateTable.of(results.trials()), RateTable.LEGEND)
                + ComparisonHtml.verdicts(results.expectations())
                + ComparisonHtml.charts(charts));
    result.setDescriptionHtml(html);
    String page = "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\">" + html + "</html>";
    cases.attach(result, "comparison", "text/html", ".html", page.getBytes(StandardCharsets.UTF_8));
    cases.attachCharts(result, charts);
    cases.write(result);
  }

  public void writeExpectations() {
    int order = 0;
    for (ExpectationOutcome outcome : results.expectations()) {
      order++;
      TestResult result =
          cases.start(
              "expectation " + outcome.id(),
              outcome.id(),
              "expectations",
              outcome.id(),
              span(order));
      result.getLabels().add(ResultsUtils.createSeverityLabel("blocker"));
      result.setStatus(outcome.passed() ? Status.PASSED : Status.FAILED);
      result.setDescription(outcome.message());
      if (!outcome.passed()) {
        result.setStatusDetails(AllureSideFiles.unmet("Expectation not met: " + outcome.message()));
      }
      cases.write(result);
    }
    for (UnjudgedExpectation waiting : results.unjudged()) {
      order++;
      TestResult result =
          cases.start(
              "expectation " + waiting.id(),
              waiting.id(),
              "expectations",
              waiting.id(),
              span(order));
      result.getLabels().add(ResultsUtils.createSeverityLabel("blocker"));
      result.setStatus(Status.SKIPPED);
      result.setStatusDetails(new StatusDetails().setMessage(waiting.message()));
      cases.write(result);
    }
  }

  /** Returns a time by which Allure orders the cases. */
  private TrialTimes.Span span(int order) {
    return new TrialTimes.Span(time + order, time + order);
  }
}
