package io.github.vitlora.report.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.report.table.DifferenceTable;
import io.github.vitlora.report.table.RegimeTable;
import io.github.vitlora.report.table.TimeToAccuracy;
import io.github.vitlora.report.table.Units;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.PairedDifference;
import io.github.vitlora.result.RateChoice;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of the page "Compare": a row a regime, each cell as people read it and as it sorts.
 *
 * @param columns what each figure is
 * @param rows one a regime, in descriptor order
 */
public record CompareTable(List<Column> columns, List<Row> rows) {

  /**
   * What a column holds.
   *
   * @param key names it in the page
   * @param explanation what the heading leaves unsaid
   * @param higherIsBetter whether the best regime is the one with the largest figure
   */
  public record Column(String key, String heading, String explanation, boolean higherIsBetter) {}

  /**
   * A regime and its figures.
   *
   * @param cells one a column
   */
  public record Row(String slug, String label, List<Cell> cells) {}

  /**
   * A figure.
   *
   * @param value by which it sorts; absent where there is none
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Cell(String text, Optional<Double> value) {

    public static final Cell NONE = new Cell(RegimeTable.NONE, Optional.empty());
  }

  private static final char NO_BREAK = '\u00a0';

  private static final List<Column> COLUMNS =
      List.of(
          new Column(
              "testAccuracy",
              "Test accuracy",
              "Share of the test images classified correctly: mean over the completed seeds, ±"
                  + " half-width of its 95 % interval (Student's t) where there are several",
              true),
          new Column(
              "difference",
              "vs full, pt",
              "Difference to full fine-tuning's test accuracy, in percentage points; in brackets"
                  + " its 95 % interval on the same test images",
              true),
          new Column("trainableParameters", "Trained", "Parameters with a gradient", false),
          new Column(
              "share",
              "Share",
              "Parameters with a gradient over all of the model as it runs",
              false),
          new Column(
              "savedBytes",
              "Saved",
              "What has to be stored: adapters and head for LoRA, the whole model for full"
                  + " fine-tuning",
              false),
          new Column(
              "trainingSeconds",
              "Training",
              "Time of the training passes, validation aside",
              false),
          new Column(
              "secondsToFull",
              "To full − 1 pt",
              "Time of the training passes up to the end of the first epoch whose validation"
                  + " accuracy is at most one point below what full fine-tuning ends with",
              false),
          new Column(
              "imagesPerSecond",
              "Images/s",
              "Training images per second, median over the epochs",
              true),
          new Column(
              "peakMemoryBytes",
              "Peak memory",
              "Peak resident memory of the trial's process",
              false));

  /** Stand beside the others where learning rates were tried. */
  private static final List<Column> RATE_COLUMNS =
      List.of(
          new Column(
              "learningRate",
              "Learning rate",
              "The rate that was best on the validation images, of those that each trial tried;"
                  + " several where seeds chose differently",
              false),
          new Column(
              "searchSeconds",
              "Search",
              "Training and validation by the learning rates that were not chosen, mean over the"
                  + " seeds; the other times are the chosen one's",
              false));

  public static CompareTable of(ExperimentResults results) {
    Optional<Double> full =
        results.comparisons().stream()
            .filter(row -> row.regime().equals("fullFineTuning"))
            .findFirst()
            .flatMap(row -> row.estimate(Metric.TEST_ACCURACY))
            .map(Estimate::mean);
    Optional<TimeToAccuracy> target = TimeToAccuracy.nearFullFineTuning(results);
    CompareTable table =
        new CompareTable(
            COLUMNS,
            results.comparisons().stream()
                .map(row -> row(row, full, target, trialsOf(row, results.trials())))
                .toList());
    return results.trials().stream().anyMatch(t -> t.rateChoice().isPresent())
        ? table.withRates(results)
        : table;
  }

  private CompareTable withRates(ExperimentResults results) {
    List<Row> longer = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      List<RateChoice> choices =
          trialsOf(results.comparisons().get(i), results.trials()).stream()
              .flatMap(trial -> trial.rateChoice().stream())
              .toList();
      List<Cell> cells = new ArrayList<>(rows.get(i).cells());
      cells.add(chosen(choices));
      cells.add(search(choices));
      longer.add(new Row(rows.get(i).slug(), rows.get(i).label(), List.copyOf(cells)));
    }
    return new CompareTable(
        Stream.concat(COLUMNS.stream(), RATE_COLUMNS.stream()).toList(), List.copyOf(longer));
  }

  /** Each once, whatever the number of seeds that chose it. */
  private static Cell chosen(List<RateChoice> choices) {
    List<Double> rates =
        choices.stream().flatMap(c -> c.chosen().stream()).distinct().sorted().toList();
    return rates.isEmpty()
        ? Cell.NONE
        : new Cell(
            rates.stream().map(Units::plain).collect(Collectors.joining(", ")),
            Optional.of(rates.get(0)));
  }

  private static Cell search(List<RateChoice> choices) {
    OptionalDouble mean = choices.stream().mapToDouble(RateChoice::otherSeconds).average();
    return mean.isEmpty()
        ? Cell.NONE
        : new Cell(Units.seconds(mean.getAsDouble()), Optional.of(mean.getAsDouble()));
  }

  /** The trials that a row sums up. */
  static List<TrialResult> trialsOf(RegimeSummary row, List<TrialResult> trials) {
    return trials.stream().filter(row::sumsUp).toList();
  }

  private static Row row(
      RegimeSummary row,
      Optional<Double> full,
      Optional<TimeToAccuracy> target,
      List<TrialResult> trials) {
    String label =
        row.completed() == row.seeds()
            ? row.label()
            : row.label() + " (" + row.completed() + " of " + row.seeds() + " seeds)";
    return new Row(
        row.slug(),
        label,
        List.of(
            row.estimate(Metric.TEST_ACCURACY)
                .map(e -> new Cell(RegimeTable.accuracy(e), Optional.of(e.mean())))
                .orElse(Cell.NONE),
            difference(row, full),
            mean(row, Metric.TRAINABLE_PARAMETERS, Units::count),
            share(row),
            mean(row, Metric.SAVED_BYTES, Units::bytes),
            mean(row, Metric.TRAINING_SECONDS, Units::seconds),
            target.map(t -> secondsTo(t, trials)).orElse(Cell.NONE),
            mean(row, Metric.IMAGES_PER_SECOND, m -> Units.number(m, 1)),
            mean(row, Metric.PEAK_MEMORY_BYTES, Units::bytes)));
  }

  private static Cell difference(RegimeSummary row, Optional<Double> full) {
    if (row.regime().equals("fullFineTuning") || full.isEmpty()) {
      return Cell.NONE;
    }
    if (row.difference().isPresent()) {
      PairedDifference paired = row.difference().get();
      return new Cell(
          DifferenceTable.points(paired.difference())
              + " ("
              + DifferenceTable.interval(paired, 1).replace(' ', NO_BREAK)
              + ")",
          Optional.of(100 * paired.difference()));
    }
    return row.estimate(Metric.TEST_ACCURACY)
        .map(e -> 100 * (e.mean() - full.get()))
        .map(points -> new Cell(Units.signed(points, 2), Optional.of(points)))
        .orElse(Cell.NONE);
  }

  private static Cell share(RegimeSummary row) {
    Optional<Double> total = row.estimate(Metric.TOTAL_PARAMETERS).map(Estimate::mean);
    Optional<Double> trained = row.estimate(Metric.TRAINABLE_PARAMETERS).map(Estimate::mean);
    return total
        .flatMap(all -> trained.map(some -> some / all))
        .map(share -> new Cell(RegimeTable.share(share), Optional.of(share)))
        .orElse(Cell.NONE);
  }

  /** The mean over the completed trials, if every one of them got there. */
  private static Cell secondsTo(TimeToAccuracy target, List<TrialResult> trials) {
    List<TrialResult> completed =
        trials.stream().filter(t -> t.status() == TrialStatus.COMPLETED).toList();
    double[] seconds =
        completed.stream()
            .map(target::seconds)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    if (completed.isEmpty()) {
      return Cell.NONE;
    }
    if (seconds.length == 0) {
      return new Cell("not reached", Optional.empty());
    }
    if (seconds.length < completed.size()) {
      return new Cell(
          "by " + seconds.length + " of " + completed.size() + " seeds", Optional.empty());
    }
    double mean = Arrays.stream(seconds).average().orElseThrow();
    return new Cell(Units.seconds(mean), Optional.of(mean));
  }

  private static Cell mean(RegimeSummary row, Metric metric, DoubleFunction<String> text) {
    return row.estimate(metric)
        .map(e -> new Cell(text.apply(e.mean()), Optional.of(e.mean())))
        .orElse(Cell.NONE);
  }
}
