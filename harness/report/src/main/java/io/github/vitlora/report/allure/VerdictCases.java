package io.github.vitlora.report.allure;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.report.chart.ChartImage;
import io.github.vitlora.report.table.AnswerInWords;
import io.github.vitlora.report.table.DifferenceTable;
import io.github.vitlora.report.table.ExperimentInWords;
import io.github.vitlora.report.table.RateTable;
import io.github.vitlora.report.table.RegimeTable;
import io.github.vitlora.report.table.ResultNotes;
import io.github.vitlora.report.table.Table;
import io.github.vitlora.report.table.TrialTimes;
import io.github.vitlora.report.text.ComparisonHtml;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.verdict.Answer;
import io.github.vitlora.verdict.Decision;
import io.github.vitlora.verdict.ExpectationOutcome;
import io.github.vitlora.verdict.UnjudgedExpectation;
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
            ComparisonHtml.answers(AnswerInWords.of(experiment, results))
                + ComparisonHtml.paragraph(
                    ExperimentInWords.sentence(experiment, results.environment()))
                + String.join(
                    "",
                    ResultNotes.of(experiment, results).stream()
                        .map(ComparisonHtml::paragraph)
                        .toList())
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
    for (Answer answer : results.questions()) {
      boolean open = answer.decision() == Decision.UNDECIDED && answer.passed();
      write(
          "question " + answer.question(),
          answer.question(),
          ++order,
          open ? Status.SKIPPED : answer.passed() ? Status.PASSED : Status.FAILED,
          "Question: ",
          answer.message());
    }
    for (ExpectationOutcome outcome : results.expectations()) {
      write(
          "expectation " + outcome.id(),
          outcome.id(),
          ++order,
          outcome.passed() ? Status.PASSED : outcome.onlyWarns() ? Status.SKIPPED : Status.FAILED,
          "Expectation not met: ",
          outcome.message());
    }
    for (UnjudgedExpectation waiting : results.unjudged()) {
      write(
          "expectation " + waiting.id(),
          waiting.id(),
          ++order,
          Status.SKIPPED,
          "",
          waiting.message());
    }
  }

  private void write(
      String uuid, String name, int order, Status status, String unmet, String message) {
    TestResult result = cases.start(uuid, name, "expectations", name, span(order));
    result.getLabels().add(ResultsUtils.createSeverityLabel("blocker"));
    result.setStatus(status);
    result.setDescription(message);
    if (status == Status.FAILED) {
      result.setStatusDetails(AllureSideFiles.unmet(unmet + message));
    } else if (status == Status.SKIPPED) {
      result.setStatusDetails(new StatusDetails().setMessage(message));
    }
    cases.write(result);
  }

  /** Returns a time by which Allure orders the cases. */
  private TrialTimes.Span span(int order) {
    return new TrialTimes.Span(time + order, time + order);
  }
}
