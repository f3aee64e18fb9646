package io.github.vitlora.report.text;

import static io.github.vitlora.report.table.MarkdownTable.escape;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.report.chart.ChartImage;
import io.github.vitlora.report.table.AnswerInWords;
import io.github.vitlora.report.table.CostTable;
import io.github.vitlora.report.table.DifferenceTable;
import io.github.vitlora.report.table.ExperimentInWords;
import io.github.vitlora.report.table.MarkdownTable;
import io.github.vitlora.report.table.RateTable;
import io.github.vitlora.report.table.RegimeTable;
import io.github.vitlora.report.table.ResultNotes;
import io.github.vitlora.report.table.Table;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.verdict.ExpectationOutcome;
import io.github.vitlora.verdict.UnjudgedExpectation;
import java.util.List;

/** Renders the report in one page of Markdown, for pull requests and job summaries. */
public final class SummaryMarkdown {

  /** Names the folder of the charts beside it. */
  public static final String CHARTS = "charts";

  private SummaryMarkdown() {}

  /** Renders it with charts, by addresses relative to the file's own. */
  public static String render(
      Experiment experiment, ExperimentResults results, List<ChartImage> charts) {
    StringBuilder text = new StringBuilder(render(experiment, results));
    List<ChartImage> painted = charts.stream().filter(c -> c.png().isPresent()).toList();
    if (!painted.isEmpty()) {
      text.append("\n## Charts\n");
    }
    for (ChartImage chart : painted) {
      text.append("\n![%s](%s/%s)\n".formatted(chart.title(), CHARTS, chart.file()));
    }
    return text.toString();
  }

  public static String render(Experiment experiment, ExperimentResults results) {
    StringBuilder text = new StringBuilder("# " + escape(results.experiment()) + "\n\n");
    for (AnswerInWords answer : AnswerInWords.of(experiment, results)) {
      text.append("**%s %s**\n\n".formatted(answer.mark(), escape(answer.sentence())));
      text.append(escape(answer.asked())).append("\n\n");
      answer.looks().forEach(look -> text.append("- ").append(escape(look)).append('\n'));
      text.append('\n');
    }
    if (!results.description().isBlank()) {
      text.append(escape(results.description().strip())).append("\n\n");
    }
    text.append(ExperimentInWords.sentence(experiment, results.environment())).append("\n\n");
    ResultNotes.of(experiment, results).forEach(note -> text.append(escape(note)).append("\n\n"));
    Table regimes = RegimeTable.of(results);
    appendTable(text.append("## Comparison\n"), regimes, regimes.legend());
    appendDifferences(text, DifferenceTable.of(results));
    appendRates(text, RateTable.of(results.trials()));
    Table costs = CostTable.of(results);
    if (!costs.rows().isEmpty()) {
      appendTable(text.append("\n## Predicted and actual\n"), costs, CostTable.LEGEND);
    }
    appendBaseline(text, results);
    appendExpectations(text, results);
    appendTroubles(text, results.trials());
    return text.toString();
  }

  private static void appendTable(StringBuilder text, Table table, String legend) {
    text.append('\n').append(MarkdownTable.render(table)).append('\n').append(legend).append('\n');
  }

  private static void appendDifferences(StringBuilder text, DifferenceTable differences) {
    if (differences.table().rows().isEmpty()) {
      return;
    }
    text.append("\n## Differences\n\n").append(MarkdownTable.render(differences.table()));
    text.append('\n');
    differences.notes().forEach(note -> text.append("- ").append(escape(note)).append('\n'));
  }

  private static void appendRates(StringBuilder text, Table rates) {
    if (!rates.rows().isEmpty()) {
      appendTable(text.append("\n## Learning rates\n"), rates, RateTable.LEGEND);
    }
  }

  private static void appendBaseline(StringBuilder text, ExperimentResults results) {
    results
        .baseline()
        .ifPresent(
            baseline -> {
              text.append("\n## Since the baseline %s\n\n".formatted(escape(baseline.name())));
              baseline
                  .regimes()
                  .forEach(one -> text.append("- ").append(escape(one.message())).append('\n'));
            });
  }

  private static void appendExpectations(StringBuilder text, ExperimentResults results) {
    if (results.expectations().isEmpty() && results.unjudged().isEmpty()) {
      return;
    }
    text.append("\n## Expectations\n\n");
    for (ExpectationOutcome outcome : results.expectations()) {
      text.append(
          "- %s %s (`%s`)\n".formatted(outcome.mark(), escape(outcome.message()), outcome.id()));
    }
    for (UnjudgedExpectation waiting : results.unjudged()) {
      text.append("- – %s (`%s`)\n".formatted(escape(waiting.message()), waiting.id()));
    }
  }

  private static void appendTroubles(StringBuilder text, List<TrialResult> trials) {
    List<TrialResult> troubled =
        trials.stream().filter(t -> t.status() != TrialStatus.COMPLETED).toList();
    if (troubled.isEmpty()) {
      return;
    }
    text.append("\n## Trials that did not complete\n\n");
    for (TrialResult trial : troubled) {
      text.append(
          "- `%s` %s after %d epochs: %s\n"
              .formatted(
                  trial.id(),
                  trial.status() == TrialStatus.DIVERGED ? "diverged" : "failed",
                  trial.epochs().size(),
                  escape(trial.message().orElse("no message"))));
    }
  }
}
