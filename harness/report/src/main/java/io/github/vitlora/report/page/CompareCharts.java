package io.github.vitlora.report.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.report.table.RegimeTable;
import io.github.vitlora.report.table.Units;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
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

  private static final double MINUTE = 60;
  private static final double MEBIBYTE = 1 << 20;
  private static final double GIBIBYTE = 1 << 30;

  static CompareCharts of(ExperimentResults results) {
    List<Curve> curves =
        results.comparisons().stream()
            .map(
                row ->
                    new Curve(
                        row.slug(),
                        row.label(),
                        MeanCurve.of(CompareTable.trialsOf(row, results.trials()))))
            .filter(curve -> !curve.points().isEmpty())
            .toList();
    return new CompareCharts(curves, byRank(results.comparisons()), tradeOffs(results));
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
        RegimeTable.accuracy(accuracy));
  }

  private static List<TradeOff> tradeOffs(ExperimentResults results) {
    List<RegimeSummary> rows = results.comparisons();
    boolean minutes = largest(rows, Metric.TRAINING_SECONDS) >= 2 * MINUTE;
    boolean gibibytes = largest(rows, Metric.PEAK_MEMORY_BYTES) >= GIBIBYTE;
    List<TradeOff> all = new ArrayList<>();
    all.add(
        tradeOff(
            rows,
            Metric.TRAINABLE_PARAMETERS,
            new Cost("trainable parameters", "trainable parameters", 1, Units::count)));
    all.add(
        tradeOff(
            rows,
            Metric.TRAINING_SECONDS,
            new Cost(
                "training time",
                minutes ? "training time (min)" : "training time (s)",
                minutes ? MINUTE : 1,
                Units::seconds)));
    all.add(
        tradeOff(
            rows,
            Metric.PEAK_MEMORY_BYTES,
            new Cost(
                "peak memory",
                gibibytes ? "peak memory (GiB)" : "peak memory (MiB)",
                gibibytes ? GIBIBYTE : MEBIBYTE,
                Units::bytes)));
    return all.stream().filter(chart -> !chart.points().isEmpty()).toList();
  }

  private record Cost(String name, String axis, double unit, DoubleFunction<String> text) {}

  private static TradeOff tradeOff(List<RegimeSummary> rows, Metric metric, Cost cost) {
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
    return new TradeOff(
        metric.key(),
        "Accuracy against " + cost.name(),
        cost.axis(),
        metric == Metric.TRAINABLE_PARAMETERS,
        known.stream()
            .map(row -> point(row, mean(row, metric).orElseThrow(), cost, front.contains(row)))
            .toList());
  }

  private static CostPoint point(RegimeSummary row, double amount, Cost cost, boolean onFront) {
    Estimate accuracy = row.estimate(Metric.TEST_ACCURACY).orElseThrow();
    return new CostPoint(
        row.slug(),
        row.label(),
        amount / cost.unit(),
        cost.text().apply(amount),
        accuracy.mean(),
        accuracy.interval(),
        RegimeTable.accuracy(accuracy),
        onFront);
  }

  private static double largest(List<RegimeSummary> rows, Metric metric) {
    return rows.stream()
        .flatMap(row -> mean(row, metric).stream())
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(0);
  }

  private static Optional<Double> mean(RegimeSummary row, Metric metric) {
    return row.estimate(metric).map(Estimate::mean).filter(Double::isFinite);
  }
}
