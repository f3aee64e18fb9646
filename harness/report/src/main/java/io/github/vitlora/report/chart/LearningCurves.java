package io.github.vitlora.report.chart;

import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.TrialResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws how a trial's loss and accuracy went, epoch by epoch.
 *
 * @param trials that the report has
 */
public record LearningCurves(int trials) {

  /**
   * Pictures of more trials make a page of hundreds of megabytes, which takes minutes to write and
   * a browser to its limits. The page "Compare" draws the same curves from their figures.
   */
  private static final int MOST_TRIALS = 100;

  /** Says why trials have no curves of their own; empty where they have. */
  public Optional<String> absence() {
    return trials > MOST_TRIALS
        ? Optional.of(
            "The page Compare draws this trial's learning curves; in a report of more than "
                + MOST_TRIALS
                + " trials, trials have no pictures of their own.")
        : Optional.empty();
  }

  /**
   * Draws the two charts; none if no epoch finished, no step was taken, or the report has too many
   * trials.
   */
  public List<ChartImage> of(TrialResult trial) {
    if (!trial.tookSteps() || absence().isPresent()) {
      return List.of();
    }
    String name = trial.label() + ", seed " + trial.seed();
    return List.of(
        ChartImage.paint("Loss of " + name, () -> loss(name, trial.epochs())),
        ChartImage.paint("Accuracy of " + name, () -> accuracy(name, trial.epochs())));
  }

  private static XYChart loss(String name, List<EpochResult> epochs) {
    XYChart chart = ChartStyle.lines("Loss: " + name, "epoch", "mean cross-entropy (nats)");
    boolean drawn =
        add(chart, "training images", 0, epochs, e -> Optional.of(e.trainLoss()))
            | add(chart, "validation images", 1, epochs, EpochResult::validationLoss);
    return finished(chart, drawn, epochs.size());
  }

  private static XYChart accuracy(String name, List<EpochResult> epochs) {
    XYChart chart = ChartStyle.lines("Accuracy: " + name, "epoch", "classified correctly");
    boolean drawn =
        add(chart, "training images", 0, epochs, e -> Optional.of(e.trainAccuracy()))
            | add(chart, "validation images", 1, epochs, EpochResult::validationAccuracy);
    chart.getStyler().setyAxisTickLabelsFormattingFunction(ChartStyle::percent);
    return finished(chart, drawn, epochs.size());
  }

  private static XYChart finished(XYChart chart, boolean drawn, int epochs) {
    if (!drawn) {
      throw new IllegalStateException("no epoch has a finite figure");
    }
    int step = epochs <= 15 ? 1 : epochs <= 30 ? 2 : epochs <= 75 ? 5 : epochs / 10;
    double left = epochs == 1 || step > 1 ? 0 : 1;
    double right = epochs == 1 ? 2 : epochs;
    ChartStyle.ticks(
        chart, left, right, step, e -> e < 1 ? " " : e > epochs ? "  " : ChartStyle.whole(e));
    return chart;
  }

  private static boolean add(
      XYChart chart,
      String name,
      int color,
      List<EpochResult> epochs,
      Function<EpochResult, Optional<Double>> figure) {
    List<EpochResult> known =
        epochs.stream().filter(e -> figure.apply(e).filter(Double::isFinite).isPresent()).toList();
    if (known.isEmpty()) {
      return false;
    }
    XYSeries series =
        chart.addSeries(
            name,
            known.stream().mapToDouble(EpochResult::epoch).toArray(),
            known.stream().mapToDouble(e -> figure.apply(e).orElseThrow()).toArray());
    series.setLineStyle(ChartStyle.SOLID);
    series.setLineColor(ChartStyle.COLORS.get(color));
    series.setMarkerColor(ChartStyle.COLORS.get(color));
    series.setMarker(color == 0 ? SeriesMarkers.CIRCLE : SeriesMarkers.DIAMOND);
    return true;
  }
}
