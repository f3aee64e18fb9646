package io.github.vitlora.report.chart;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Metric.Place;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the regimes of an experiment side by side. */
public final class ComparisonCharts {

  private static final String ACCURACY = Metric.TEST_ACCURACY.phrase();

  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE, SeriesMarkers.DIAMOND, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP
  };

  private final Map<String, List<RegimeSummary>> families;

  private ComparisonCharts(List<RegimeSummary> rows) {
    this.families =
        rows.stream()
            .filter(row -> mean(row, Metric.TEST_ACCURACY).filter(Double::isFinite).isPresent())
            .collect(
                Collectors.groupingBy(
                    RegimeSummary::regime, LinkedHashMap::new, Collectors.toList()));
  }

  /** Draws the charts that the figures allow; none if no regime has any. */
  public static List<ChartImage> of(List<RegimeSummary> rows) {
    ComparisonCharts charts = new ComparisonCharts(rows);
    List<ChartImage> images = new ArrayList<>();
    if (charts.families.values().stream().anyMatch(f -> f.get(0).rank().isPresent())) {
      images.add(ChartImage.paint("Accuracy against rank", charts::byRank));
    }
    if (!charts.families.isEmpty()) {
      Metric.in(Place.COST).forEach(cost -> charts.against(cost).ifPresent(images::add));
      images.add(ChartImage.paint("Wall time of a trial", () -> wallTime(rows)));
    }
    return List.copyOf(images);
  }

  private XYChart byRank() {
    XYChart chart =
        ChartStyle.lines("Test accuracy against LoRA rank", "rank (log scale)", ACCURACY);
    double[] ends =
        families.values().stream()
            .flatMap(List::stream)
            .flatMap(row -> row.rank().stream())
            .mapToDouble(ComparisonCharts::log2)
            .sorted()
            .toArray();
    boolean one = ends[0] == ends[ends.length - 1];
    double left = Math.floor(ends[0]) - (one ? 1 : 0);
    double right = Math.ceil(ends[ends.length - 1]) + (one ? 1 : 0);
    int color = 0;
    for (List<RegimeSummary> family : families.values()) {
      if (family.get(0).rank().isPresent()) {
        points(chart, family, color, row -> log2(row.rank().orElseThrow()));
      } else {
        double accuracy = mean(family.get(0), Metric.TEST_ACCURACY).orElseThrow();
        XYSeries line =
            chart.addSeries(
                family.get(0).label(),
                new double[] {left, right},
                new double[] {accuracy, accuracy});
        line.setMarker(SeriesMarkers.NONE);
        line.setLineStyle(ChartStyle.DASHED);
        line.setLineColor(color(color));
      }
      color++;
    }
    ChartStyle.ticks(chart, left, right, 1, ChartStyle::powerOfTwo);
    chart.getStyler().setyAxisTickLabelsFormattingFunction(ChartStyle::percent);
    return chart;
  }

  /** Draws accuracy against a cost, if every regime shown has that cost. */
  private Optional<ChartImage> against(Metric cost) {
    List<RegimeSummary> shown = families.values().stream().flatMap(List::stream).toList();
    double most = shown.stream().mapToDouble(row -> mean(row, cost).orElse(0.0)).max().orElse(0);
    if (!shown.stream().allMatch(row -> mean(row, cost).isPresent()) || most <= 0) {
      return Optional.empty();
    }
    MetricAxis axis = MetricAxis.of(cost, most);
    return Optional.of(
        ChartImage.paint(
            "Accuracy against " + axis.name(),
            () -> axis.logarithmic() ? logarithmic(cost, axis) : linear(cost, axis)));
  }

  private XYChart logarithmic(Metric cost, MetricAxis axis) {
    ToDoubleFunction<RegimeSummary> exponent = row -> Math.log10(mean(row, cost).orElseThrow());
    double[] all = families.values().stream().flatMap(List::stream).mapToDouble(exponent).toArray();
    // Nought, the parameters of a regime that trains none, is nowhere on a logarithmic axis.
    DoubleSummaryStatistics exponents =
        Arrays.stream(all).filter(Double::isFinite).summaryStatistics();
    String without = exponents.getCount() < all.length ? ", without regimes of none" : "";
    XYChart chart = against(axis, axis.name() + " (log scale" + without + ")", exponent);
    ChartStyle.ticks(
        chart,
        Math.floor(exponents.getMin()),
        Math.floor(exponents.getMax()) + 1,
        1,
        ChartStyle::powerOfTen);
    return chart;
  }

  private XYChart linear(Metric cost, MetricAxis axis) {
    XYChart chart = against(axis, axis.title(), row -> mean(row, cost).orElseThrow() / axis.size());
    chart.getStyler().setXAxisMin(0.0);
    return chart;
  }

  private XYChart against(MetricAxis axis, String title, ToDoubleFunction<RegimeSummary> abscissa) {
    XYChart chart = ChartStyle.lines("Test accuracy against " + axis.name(), title, ACCURACY);
    int color = 0;
    for (List<RegimeSummary> family : families.values()) {
      List<RegimeSummary> placed =
          family.stream().filter(row -> Double.isFinite(abscissa.applyAsDouble(row))).toList();
      if (!placed.isEmpty()) {
        points(chart, placed, color, abscissa);
      }
      color++;
    }
    chart.getStyler().setyAxisTickLabelsFormattingFunction(ChartStyle::percent);
    return chart;
  }

  private static CategoryChart wallTime(List<RegimeSummary> rows) {
    List<RegimeSummary> timed =
        rows.stream().filter(row -> mean(row, Metric.WALL_SECONDS).isPresent()).toList();
    double[] seconds =
        timed.stream().mapToDouble(r -> mean(r, Metric.WALL_SECONDS).orElseThrow()).toArray();
    MetricAxis axis = MetricAxis.of(Metric.WALL_SECONDS, Arrays.stream(seconds).max().orElse(0));
    CategoryChart chart = ChartStyle.bars("Wall time of a trial, mean over seeds", "", axis.unit());
    chart
        .addSeries(
            axis.name(),
            timed.stream().map(RegimeSummary::label).toList(),
            Arrays.stream(seconds).map(s -> s / axis.size()).boxed().toList())
        .setFillColor(ChartStyle.COLORS.get(0));
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisLabelRotation(timed.size() > 6 ? 30 : 0);
    return chart;
  }

  private static void points(
      XYChart chart, List<RegimeSummary> family, int color, ToDoubleFunction<RegimeSummary> x) {
    boolean curve = family.get(0).rank().isPresent();
    XYSeries series =
        chart.addSeries(
            curve ? familyName(family.get(0)) : family.get(0).label(),
            family.stream().mapToDouble(x).toArray(),
            family.stream().mapToDouble(r -> mean(r, Metric.TEST_ACCURACY).orElseThrow()).toArray(),
            family.stream().mapToDouble(ComparisonCharts::interval).toArray());
    series.setXYSeriesRenderStyle(curve ? XYSeriesRenderStyle.Line : XYSeriesRenderStyle.Scatter);
    series.setLineStyle(ChartStyle.SOLID);
    series.setLineColor(color(color));
    series.setMarkerColor(color(color));
    series.setMarker(MARKERS[color % MARKERS.length]);
  }

  /** Returns the label without its rank. */
  private static String familyName(RegimeSummary row) {
    return row.label().replaceFirst(" r=\\d+$", ", by rank");
  }

  private static double interval(RegimeSummary row) {
    return row.estimate(Metric.TEST_ACCURACY).flatMap(Estimate::interval).orElse(0.0);
  }

  private static Optional<Double> mean(RegimeSummary row, Metric metric) {
    return row.estimate(metric).map(Estimate::mean);
  }

  private static Color color(int index) {
    return ChartStyle.COLORS.get(index % ChartStyle.COLORS.size());
  }

  private static double log2(int rank) {
    return Math.log(rank) / Math.log(2);
  }
}
