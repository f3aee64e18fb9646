package io.github.vitlora.report.chart;

import io.github.vitlora.choice.TriedRate;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.result.TrialResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what became of the learning rates that regimes tried, each under its first seed. */
public final class RateCurves {
  private RateCurves() {}

  /** Draws loss and accuracy against the rate; none where no trial tried several. */
  public static List<ChartImage> of(List<TrialResult> trials) {
    Map<String, List<TriedRate>> curves = new LinkedHashMap<>();
    for (TrialResult trial : trials) {
      List<TriedRate> known =
          trial.rateChoice().stream()
              .flatMap(choice -> choice.tried().stream())
              .filter(tried -> isFinite(tried.validationLoss()))
              .filter(tried -> isFinite(tried.validationAccuracy()))
              .sorted(Comparator.comparingDouble(TriedRate::learningRate))
              .toList();
      if (known.size() > 1) {
        curves.putIfAbsent(trial.label(), known);
      }
    }
    if (curves.isEmpty()) {
      return List.of();
    }
    return List.of(
        ChartImage.paint(
            "Validation loss against learning rate",
            () -> chart("Validation loss", "nats", curves, TriedRate::validationLoss)),
        ChartImage.paint(
            "Validation accuracy against learning rate",
            () -> {
              XYChart chart =
                  chart(
                      "Validation accuracy",
                      "classified correctly",
                      curves,
                      TriedRate::validationAccuracy);
              chart.getStyler().setyAxisTickLabelsFormattingFunction(ChartStyle::percent);
              return chart;
            }));
  }

  private static boolean isFinite(Optional<Double> figure) {
    return figure.filter(Double::isFinite).isPresent();
  }

  private static XYChart chart(
      String name,
      String unit,
      Map<String, List<TriedRate>> curves,
      Function<TriedRate, Optional<Double>> figure) {
    XYChart chart =
        ChartStyle.lines(name + " against learning rate", "learning rate (log scale)", unit);
    List<Double> exponents = new ArrayList<>();
    int color = 0;
    for (Map.Entry<String, List<TriedRate>> curve : curves.entrySet()) {
      double[] at =
          curve.getValue().stream().mapToDouble(r -> Math.log10(r.learningRate())).toArray();
      for (double exponent : at) {
        exponents.add(exponent);
      }
      XYSeries series =
          chart.addSeries(
              curve.getKey(),
              at,
              curve.getValue().stream().mapToDouble(r -> figure.apply(r).orElseThrow()).toArray());
      series.setLineStyle(ChartStyle.SOLID);
      series.setLineColor(ChartStyle.COLORS.get(color % ChartStyle.COLORS.size()));
      series.setMarkerColor(ChartStyle.COLORS.get(color % ChartStyle.COLORS.size()));
      series.setMarker(SeriesMarkers.CIRCLE);
      color++;
    }
    double least = exponents.stream().mapToDouble(e -> e).min().orElseThrow();
    double most = exponents.stream().mapToDouble(e -> e).max().orElseThrow();
    ChartStyle.ticks(chart, Math.floor(least), Math.ceil(most), 1, RateCurves::label);
    return chart;
  }

  /** Labels a power of ten; a tick between two of them has no label. */
  private static String label(double exponent) {
    boolean whole = Math.abs(exponent - Math.rint(exponent)) < 1e-6;
    return whole ? NumberText.plain(Double.parseDouble("1e" + Math.round(exponent))) : " ";
  }
}
