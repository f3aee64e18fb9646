package io.github.vitlora.report.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Metric.Place;
import io.github.vitlora.report.chart.MetricAxis;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import io.github.vitlora.result.TrialResult;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the figures that the charts of the page "Compare" draw.
 *
 * @param curves a learning curve a regime that finished an epoch
 * @param byRank accuracy over the ranks, a list for each regime that has ranks
 * @param tradeOffs accuracy against what it costs
 * @param metrics every metric that regimes have, so that any can be drawn against any other
 */
record CompareCharts(
    List<Curve> curves,
    Map<String, List<RankPoint>> byRank,
    List<TradeOff> tradeOffs,
    List<MetricFigures> metrics) {

  /**
   * Holds a metric of each regime that has it.
   *
   * @param axis the metric and its unit
   * @param logarithmic whether the figures are orders of magnitude apart
   */
  record MetricFigures(
      String key, String heading, String axis, boolean logarithmic, List<MetricPoint> points) {}

  /**
   * Holds a regime's figure.
   *
   * @param value in the axis's unit
   */
  record MetricPoint(String slug, String label, double value, String text) {}

  /** Holds a regime's learning curve: each epoch's figures, averaged over the seeds. */
  record Curve(String slug, String label, List<Point> points) {

    /**
     * Holds an epoch's figures; one is absent where no seed has a finite one.
     *
     * @param epoch counted from 1
     * @param seeds how many trials finished the epoch
     */
    record Point(
        int epoch,
        int seeds,
        Optional<Double> learningRate,
        Optional<Double> trainLoss,
        Optional<Double> validationLoss,
        Optional<Double> trainAccuracy,
        Optional<Double> validationAccuracy) {}

    /** Averages every epoch that any trial finished. Diverged trials count as far as they came. */
    static List<Point> over(List<TrialResult> trials) {
      Map<Integer, List<EpochResult>> byEpoch =
          trials.stream()
              .filter(TrialResult::tookSteps)
              .flatMap(trial -> trial.epochs().stream())
              .collect(
                  Collectors.groupingBy(EpochResult::epoch, TreeMap::new, Collectors.toList()));
      return byEpoch.values().stream().map(Curve::point).toList();
    }

    private static Point point(List<EpochResult> epochs) {
      return new Point(
          epochs.get(0).epoch(),
          epochs.size(),
          mean(epochs, e -> Optional.of(e.learningRate())),
          mean(epochs, e -> Optional.of(e.trainLoss())),
          mean(epochs, EpochResult::validationLoss),
          mean(epochs, e -> Optional.of(e.trainAccuracy())),
          mean(epochs, EpochResult::validationAccuracy));
    }

    private static Optional<Double> mean(
        List<EpochResult> epochs, Function<EpochResult, Optional<Double>> figure) {
      double[] known =
          epochs.stream()
              .map(figure)
              .flatMap(Optional::stream)
              .filter(Double::isFinite)
              .mapToDouble(Double::doubleValue)
              .toArray();
      return known.length == 0
          ? Optional.empty()
          : Optional.of(Arrays.stream(known).sum() / known.length);
    }
  }

  /**
   * Holds a regime's accuracy at a rank.
   *
   * @param interval half-width of the 95 % interval; absent for a single seed
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record RankPoint(
      String slug,
      String label,
      int rank,
      double accuracy,
      Optional<Double> interval,
      String text) {}

  /**
   * Sets accuracy against one cost.
   *
   * @param axis the cost and its unit
   * @param logarithmic whether the costs are orders of magnitude apart
   * @param points the regimes, by rising cost
   */
  record TradeOff(
      String key, String title, String axis, boolean logarithmic, List<CostPoint> points) {}

  /**
   * Holds a regime's accuracy and its cost.
   *
   * @param cost in the axis's unit
   * @param interval half-width of the accuracy's 95 % interval; absent for a single seed
   * @param onFront whether no other regime is as cheap and as accurate, and better in one of both
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record CostPoint(
      String slug,
      String label,
      double cost,
      String costText,
      double accuracy,
      Optional<Double> interval,
      String text,
      boolean onFront) {}

  static CompareCharts of(ExperimentResults results) {
    List<Curve> curves =
        results.comparisons().stream()
            .map(row -> new Curve(row.slug(), row.label(), Curve.over(results.trialsOf(row))))
            .filter(curve -> !curve.points().isEmpty())
            .toList();
    return new CompareCharts(
        curves,
        byRank(results.comparisons()),
        tradeOffs(results.comparisons()),
        metrics(results.comparisons()));
  }

  private static List<MetricFigures> metrics(List<RegimeSummary> rows) {
    return Stream.of(Metric.values())
        .map(metric -> metric(rows, metric))
        .filter(figures -> !figures.points().isEmpty())
        .toList();
  }

  private static MetricFigures metric(List<RegimeSummary> rows, Metric metric) {
    List<RegimeSummary> known = rows.stream().filter(row -> mean(row, metric).isPresent()).toList();
    double most =
        known.stream().mapToDouble(row -> mean(row, metric).orElseThrow()).max().orElse(0);
    MetricAxis axis = MetricAxis.of(metric, most);
    return new MetricFigures(
        metric.key(),
        metric.heading(),
        axis.title(),
        axis.logarithmic(),
        known.stream()
            .map(
                row -> {
                  Estimate estimate = row.estimate(metric).orElseThrow();
                  return new MetricPoint(
                      row.slug(),
                      row.label(),
                      estimate.mean() / axis.size(),
                      metric.format().inTable(estimate.mean(), estimate.interval()));
                })
            .toList());
  }

  private static Map<String, List<RankPoint>> byRank(List<RegimeSummary> rows) {
    return rows.stream()
        .filter(row -> row.rank().isPresent())
        .filter(row -> mean(row, Metric.TEST_ACCURACY).isPresent())
        .collect(
            Collectors.groupingBy(
                RegimeSummary::regime,
                LinkedHashMap::new,
                Collectors.mapping(CompareCharts::rankPoint, Collectors.toList())));
  }

  private static RankPoint rankPoint(RegimeSummary row) {
    Estimate accuracy = row.estimate(Metric.TEST_ACCURACY).orElseThrow();
    return new RankPoint(
        row.slug(),
        row.label(),
        row.rank().orElseThrow(),
        accuracy.mean(),
        accuracy.interval(),
        text(accuracy));
  }

  private static List<TradeOff> tradeOffs(List<RegimeSummary> rows) {
    return Metric.in(Place.COST).stream()
        .map(metric -> tradeOff(rows, metric))
        .filter(chart -> !chart.points().isEmpty())
        .toList();
  }

  private static TradeOff tradeOff(List<RegimeSummary> rows, Metric metric) {
    ToDoubleFunction<RegimeSummary> cost = row -> mean(row, metric).orElseThrow();
    List<RegimeSummary> known =
        rows.stream()
            .filter(row -> mean(row, metric).isPresent())
            .filter(row -> mean(row, Metric.TEST_ACCURACY).isPresent())
            .sorted(Comparator.comparingDouble(cost))
            .toList();
    List<RegimeSummary> front =
        front(known, cost, row -> mean(row, Metric.TEST_ACCURACY).orElseThrow());
    MetricAxis axis = MetricAxis.of(metric, known.stream().mapToDouble(cost).max().orElse(0));
    // Nought, the parameters of a regime that trains none, is nowhere on a logarithmic axis.
    List<RegimeSummary> placed =
        known.stream().filter(row -> !axis.logarithmic() || cost.applyAsDouble(row) > 0).toList();
    return new TradeOff(
        metric.key(),
        "Accuracy against " + metric.phrase(),
        axis.title() + (placed.size() < known.size() ? " (without regimes of none)" : ""),
        axis.logarithmic(),
        placed.stream().map(row -> point(row, metric, axis, front.contains(row))).toList());
  }

  /**
   * Chooses the Pareto front, by rising cost. A choice is on it unless another costs no more and
   * gains no less, and differs in one of both; of equal choices all are on it.
   */
  static <T> List<T> front(List<T> choices, ToDoubleFunction<T> cost, ToDoubleFunction<T> gain) {
    return choices.stream()
        .filter(one -> choices.stream().noneMatch(other -> beats(other, one, cost, gain)))
        .sorted(Comparator.comparingDouble(cost))
        .toList();
  }

  private static <T> boolean beats(
      T other, T one, ToDoubleFunction<T> cost, ToDoubleFunction<T> gain) {
    int cheaper = Double.compare(cost.applyAsDouble(one), cost.applyAsDouble(other));
    int better = Double.compare(gain.applyAsDouble(other), gain.applyAsDouble(one));
    return cheaper >= 0 && better >= 0 && (cheaper > 0 || better > 0);
  }

  private static CostPoint point(
      RegimeSummary row, Metric metric, MetricAxis axis, boolean onFront) {
    Estimate accuracy = row.estimate(Metric.TEST_ACCURACY).orElseThrow();
    double amount = mean(row, metric).orElseThrow();
    return new CostPoint(
        row.slug(),
        row.label(),
        amount / axis.size(),
        metric.format().inTable(amount, Optional.empty()),
        accuracy.mean(),
        accuracy.interval(),
        text(accuracy),
        onFront);
  }

  private static String text(Estimate accuracy) {
    return Metric.TEST_ACCURACY.format().inTable(accuracy.mean(), accuracy.interval());
  }

  private static Optional<Double> mean(RegimeSummary row, Metric metric) {
    return row.estimate(metric).map(Estimate::mean).filter(Double::isFinite);
  }
}
