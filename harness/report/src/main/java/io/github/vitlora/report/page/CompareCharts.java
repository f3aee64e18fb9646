package io.github.vitlora.report.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Metric.Place;
import io.github.vitlora.report.chart.MetricAxis;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The figures of the page "Compare" that its charts draw.
 *
 * @param curves a learning curve a regime that finished an epoch
 * @param byRank accuracy over the ranks, a list for each regime that has ranks
 * @param tradeOffs accuracy against what it costs
 */
record CompareCharts(
    List<Curve> curves, Map<String, List<RankPoint>> byRank, List<TradeOff> tradeOffs) {

  /** How a regime learned. */
  record Curve(String slug, String label, List<MeanCurve.Point> points) {}

  /**
   * A regime's accuracy at a rank.
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
   * Accuracy against one cost.
   *
   * @param axis the cost and its unit
   * @param logarithmic whether the costs are orders of magnitude apart
   * @param points the regimes, by rising cost
   */
  record TradeOff(
      String key, String title, String axis, boolean logarithmic, List<CostPoint> points) {}

  /**
   * A regime's accuracy and its cost.
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
            .map(row -> new Curve(row.slug(), row.label(), MeanCurve.of(results.trialsOf(row))))
            .filter(curve -> !curve.points().isEmpty())
            .toList();
    return new CompareCharts(
        curves, byRank(results.comparisons()), tradeOffs(results.comparisons()));
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
    List<RegimeSummary> known =
        rows.stream()
            .filter(row -> mean(row, metric).isPresent())
            .filter(row -> mean(row, Metric.TEST_ACCURACY).isPresent())
            .sorted(
                (a, b) ->
                    Double.compare(mean(a, metric).orElseThrow(), mean(b, metric).orElseThrow()))
            .toList();
    List<RegimeSummary> front =
        ParetoFront.of(
            known,
            row -> mean(row, metric).orElseThrow(),
            row -> mean(row, Metric.TEST_ACCURACY).orElseThrow());
    MetricAxis axis =
        MetricAxis.of(
            metric,
            known.stream().mapToDouble(row -> mean(row, metric).orElseThrow()).max().orElse(0));
    return new TradeOff(
        metric.key(),
        "Accuracy against " + metric.phrase(),
        axis.title(),
        axis.logarithmic(),
        known.stream().map(row -> point(row, metric, axis, front.contains(row))).toList());
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
