package io.github.vitlora.report.text;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.report.chart.ChartImage;
import io.github.vitlora.report.table.DifferenceTable;
import io.github.vitlora.report.table.RateTable;
import io.github.vitlora.report.table.RegimeTable;
import io.github.vitlora.report.table.ResultNotes;
import io.github.vitlora.report.table.Setting;
import io.github.vitlora.result.ExpectationOutcome;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.result.UnjudgedExpectation;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report in one page of Markdown, for pull requests and job summaries. */
public final class SummaryMarkdown {

  /** Where the charts lie beside it. */
  public static final String CHARTS = "charts";

  private SummaryMarkdown() {}

  /** The same with charts, by addresses relative to the file's own. */
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
    if (!results.description().isBlank()) {
      text.append(escape(results.description().strip())).append("\n\n");
    }
    text.append(Setting.sentence(experiment, results.environment())).append("\n\n");
    ResultNotes.of(results).forEach(note -> text.append(escape(note)).append("\n\n"));
    appendTable(text, RegimeTable.of(results));
    appendDifferences(text, DifferenceTable.of(results));
    appendRates(text, RateTable.of(results.trials()));
    appendExpectations(text, results);
    appendTroubles(text, results.trials());
    return text.toString();
  }

  private static void appendTable(StringBuilder text, RegimeTable table) {
    text.append("## Comparison\n\n");
    appendRow(text, table.headings());
    text.append("| --- |").append(" ---: |".repeat(table.headings().size() - 1)).append('\n');
    table.rows().forEach(row -> appendRow(text, row));
    text.append('\n').append(RegimeTable.LEGEND).append('\n');
  }

  private static void appendDifferences(StringBuilder text, DifferenceTable table) {
    if (table.rows().isEmpty()) {
      return;
    }
    text.append("\n## Differences\n\n");
    appendRow(text, table.headings());
    text.append("| --- |").append(" ---: |".repeat(table.headings().size() - 1)).append('\n');
    for (DifferenceTable.Row row : table.rows()) {
      appendRow(text, Stream.concat(Stream.of(row.label()), row.cells().stream()).toList());
    }
    text.append('\n');
    table.notes().forEach(note -> text.append("- ").append(escape(note)).append('\n'));
  }

  private static void appendRates(StringBuilder text, RateTable table) {
    if (table.rows().isEmpty()) {
      return;
    }
    text.append("\n## Learning rates\n\n");
    appendRow(text, table.headings());
    text.append("| --- |").append(" ---: |".repeat(table.headings().size() - 1)).append('\n');
    table.rows().forEach(row -> appendRow(text, row));
    text.append('\n').append(RateTable.LEGEND).append('\n');
  }

  private static void appendRow(StringBuilder text, List<String> cells) {
    text.append(
            cells.stream()
                .map(SummaryMarkdown::escape)
                .collect(Collectors.joining(" | ", "| ", " |")))
        .append('\n');
  }

  private static void appendExpectations(StringBuilder text, ExperimentResults results) {
    if (results.expectations().isEmpty() && results.unjudged().isEmpty()) {
      return;
    }
    text.append("\n## Expectations\n\n");
    for (ExpectationOutcome outcome : results.expectations()) {
      text.append(
          "- %s %s (`%s`)\n"
              .formatted(outcome.passed() ? "✔" : "✘", escape(outcome.message()), outcome.id()));
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

  /** Keeps text inside its cell or line, whatever it holds. */
  private static String escape(String text) {
    return text.replaceAll("\\R", " ").replaceAll("([\\\\|<>*_`\\[\\]])", "\\\\$1");
  }
}
