package io.github.vitlora.report.table;

import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Metric.Place;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.report.table.Table.Cell;
import io.github.vitlora.report.table.Table.Column;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.verdict.PairedDifference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares the regimes, a row each, by the metrics of tables and what is derived from them. */
public final class RegimeTable {
  static final Column SEEDS =
      new Column("seeds", "Seeds", "Completed trials, of all trials of the regime", true, false);
  static final Column DIFFERENCE =
      new Column(
          "difference",
          "vs full",
          "Difference to full fine-tuning's test accuracy, in percentage points",
          true,
          false);
  static final Column SHARE =
      new Column(
          "share",
          "Share",
          "Parameters with a gradient over all of the model as it runs",
          false,
          false);
  static final Column SECONDS_TO_FULL =
      new Column(
          "secondsToFull",
          "To full − 1 pt",
          "Time of the training passes up to the end of the first epoch whose validation accuracy"
              + " is at most one point below what full fine-tuning ends with",
          false,
          false);
  static final Column LEARNING_RATE =
      new Column(
          "learningRate",
          "Learning rate",
          "The rate that was best on the validation images, of those that each trial tried;"
              + " several where seeds chose differently",
          false,
          false);
  static final Column SEARCH =
      new Column(
          "searchSeconds",
          "Search",
          "Training and validation by the learning rates that were not chosen, mean over the"
              + " seeds; the other times are the chosen one's",
          false,
          false);

  private static final char NO_BREAK = '\u00a0';

  /** Holds a column, and computes a regime's cell of it. */
  private record Figure(Column column, Function<RegimeSummary, Cell> cell) {
    static Figure of(Metric metric) {
      return new Figure(
          RegimeTable.column(metric),
          row ->
              row.estimate(metric)
                  .map(e -> Cell.of(metric.format().inTable(e.mean(), e.interval()), e.mean()))
                  .orElse(Cell.NONE));
    }
  }

  private final ExperimentResults results;
  private final Optional<Double> full;

  private RegimeTable(ExperimentResults results) {
    this.results = results;
    this.full =
        results.reference().flatMap(row -> row.estimate(Metric.TEST_ACCURACY)).map(Estimate::mean);
  }

  /** Makes the table of the summary and of the terminal. */
  public static Table of(ExperimentResults results) {
    RegimeTable table = new RegimeTable(results);
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure(SEEDS, row -> Cell.of(row.completed() + "/" + row.seeds())));
    figures.addAll(
        figures(
            Metric.in(Place.TABLE, Place.SUMMARY),
            Map.of(
                Metric.TEST_ACCURACY, new Figure(DIFFERENCE, table::difference),
                Metric.TRAINABLE_PARAMETERS, new Figure(SHARE, RegimeTable::share))));
    return table.of(figures, RegimeSummary::label);
  }

  /**
   * Makes the table of the page Compare: differences with their intervals on the same images, the
   * time to full fine-tuning's accuracy and, where learning rates were tried, what became of them.
   */
  public static Table detailed(ExperimentResults results) {
    RegimeTable table = new RegimeTable(results);
    Optional<TimeToAccuracy> target = TimeToAccuracy.nearFullFineTuning(results);
    Column difference =
        new Column(
            DIFFERENCE.key(),
            DIFFERENCE.heading(),
            DIFFERENCE.explanation() + "; in brackets its 95 % interval on the same test images",
            true,
            false);
    List<Figure> figures = new ArrayList<>();
    figures.addAll(
        figures(
            Metric.in(Place.TABLE),
            Map.of(
                Metric.TEST_ACCURACY, new Figure(difference, table::pairedDifference),
                Metric.TRAINABLE_PARAMETERS, new Figure(SHARE, RegimeTable::share),
                Metric.TRAINING_SECONDS,
                    new Figure(
                        SECONDS_TO_FULL,
                        row ->
                            target.map(t -> t.meanOf(results.trialsOf(row))).orElse(Cell.NONE)))));
    if (results.trials().stream().anyMatch(t -> t.rateChoice().isPresent())) {
      figures.add(new Figure(LEARNING_RATE, row -> chosen(table.choices(row))));
      figures.add(new Figure(SEARCH, row -> search(table.choices(row))));
    }
    return table.of(
        figures,
        row ->
            row.completed() == row.seeds()
                ? row.label()
                : row.label() + " (" + row.completed() + " of " + row.seeds() + " seeds)");
  }

  /** Makes the column of a metric. */
  static Column column(Metric metric) {
    return new Column(
        metric.key(), metric.heading(), metric.explanation(), metric.higherIsBetter(), false);
  }

  private static List<Figure> figures(List<Metric> metrics, Map<Metric, Figure> derived) {
    List<Figure> figures = new ArrayList<>();
    for (Metric metric : metrics) {
      figures.add(Figure.of(metric));
      Optional.ofNullable(derived.get(metric)).ifPresent(figures::add);
    }
    return figures;
  }

  private Table of(List<Figure> figures, Function<RegimeSummary, String> label) {
    return new Table(
        "Regime",
        figures.stream().map(Figure::column).toList(),
        results.comparisons().stream()
            .map(
                row ->
                    new Table.Row(
                        row.slug(),
                        label.apply(row),
                        figures.stream().map(figure -> figure.cell().apply(row)).toList()))
            .toList());
  }

  private Cell difference(RegimeSummary row) {
    if (row.isReference() || full.isEmpty()) {
      return Cell.NONE;
    }
    return row.estimate(Metric.TEST_ACCURACY)
        .map(e -> 100 * (e.mean() - full.get()))
        .map(points -> Cell.of(NumberText.signed(points, 2), points))
        .orElse(Cell.NONE);
  }

  private Cell pairedDifference(RegimeSummary row) {
    if (row.difference().isEmpty() || row.isReference() || full.isEmpty()) {
      return difference(row);
    }
    PairedDifference paired = row.difference().get();
    return Cell.of(
        DifferenceTable.points(paired.difference())
            + " ("
            + DifferenceTable.interval(paired, 1).replace(' ', NO_BREAK)
            + ")",
        100 * paired.difference());
  }

  private static Cell share(RegimeSummary row) {
    Optional<Double> total = row.estimate(Metric.TOTAL_PARAMETERS).map(Estimate::mean);
    Optional<Double> trained = row.estimate(Metric.TRAINABLE_PARAMETERS).map(Estimate::mean);
    return total
        .flatMap(all -> trained.map(some -> some / all))
        .map(share -> Cell.of(share == 1 ? "100 %" : NumberText.percent(share, 2), share))
        .orElse(Cell.NONE);
  }

  private List<RateChoice> choices(RegimeSummary row) {
    return results.trialsOf(row).stream().flatMap(trial -> trial.rateChoice().stream()).toList();
  }

  /** Lists the chosen rates, each once, whatever the number of seeds that chose it. */
  private static Cell chosen(List<RateChoice> choices) {
    List<Double> rates =
        choices.stream().flatMap(c -> c.chosen().stream()).distinct().sorted().toList();
    return rates.isEmpty()
        ? Cell.NONE
        : Cell.of(
            rates.stream().map(NumberText::plain).collect(Collectors.joining(", ")), rates.get(0));
  }

  private static Cell search(List<RateChoice> choices) {
    OptionalDouble mean = choices.stream().mapToDouble(RateChoice::otherSeconds).average();
    return mean.isEmpty()
        ? Cell.NONE
        : Cell.of(NumberText.seconds(mean.getAsDouble()), mean.getAsDouble());
  }

  /**
   * Measures how long a trial trains until it is nearly as good on the validation images as full
   * fine-tuning ends up. Epochs are what is measured: the time is that at the end of the first good
   * enough one.
   *
   * @param accuracy the validation accuracy to reach, in [0, 1]
   */
  private record TimeToAccuracy(double accuracy) {
    /** One percentage point. */
    private static final double MARGIN = 0.01;

    /** Accuracies are counts over counts; what differs by less differs by rounding. */
    private static final double ROUNDING = 1e-9;

    /**
     * Aims at what full fine-tuning reaches after its last epoch, less one point; empty without it.
     */
    static Optional<TimeToAccuracy> nearFullFineTuning(ExperimentResults results) {
      return results
          .reference()
          .flatMap(row -> row.estimate(Metric.VALIDATION_ACCURACY))
          .map(estimate -> new TimeToAccuracy(estimate.mean() - MARGIN));
    }

    /** Returns the mean over the completed trials, if every one of them got there. */
    Cell meanOf(List<TrialResult> trials) {
      List<TrialResult> completed =
          trials.stream().filter(t -> t.status() == TrialStatus.COMPLETED).toList();
      double[] seconds =
          completed.stream()
              .map(this::seconds)
              .filter(OptionalDouble::isPresent)
              .mapToDouble(OptionalDouble::getAsDouble)
              .toArray();
      if (completed.isEmpty()) {
        return Cell.NONE;
      }
      if (seconds.length == 0) {
        return Cell.of("not reached");
      }
      if (seconds.length < completed.size()) {
        return Cell.of("by " + seconds.length + " of " + completed.size() + " seeds");
      }
      double mean = Arrays.stream(seconds).average().orElseThrow();
      return Cell.of(NumberText.seconds(mean), mean);
    }

    /** Returns the seconds of training passes up to there; empty if the trial never got there. */
    private OptionalDouble seconds(TrialResult trial) {
      double seconds = 0;
      for (EpochResult epoch : trial.epochs()) {
        seconds += epoch.trainSeconds();
        if (epoch.validationAccuracy().filter(a -> a >= accuracy - ROUNDING).isPresent()) {
          return OptionalDouble.of(seconds);
        }
      }
      return OptionalDouble.empty();
    }
  }
}
