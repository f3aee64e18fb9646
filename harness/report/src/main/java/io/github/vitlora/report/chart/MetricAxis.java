package io.github.vitlora.report.chart;

import io.github.vitlora.experiment.Metric;

/**
 * Describes an axis of a metric's figures.
 *
 * @param name what is shown along it
 * @param unit in which ticks count; empty where they count the metric's own
 * @param size of the unit
 * @param logarithmic whether the figures are orders of magnitude apart
 */
public record MetricAxis(String name, String unit, double size, boolean logarithmic) {
  private static final double MINUTE = 60;
  private static final double MEBIBYTE = 1 << 20;
  private static final double GIBIBYTE = 1 << 30;

  /**
   * Chooses the axis whose unit suits the figures.
   *
   * @param largest of the figures
   */
  public static MetricAxis of(Metric metric, double largest) {
    String name = metric.phrase();
    return switch (metric.format()) {
      case SECONDS ->
          largest >= 2 * MINUTE
              ? new MetricAxis(name, "min", MINUTE, false)
              : new MetricAxis(name, "s", 1, false);
      case BYTES ->
          largest >= GIBIBYTE
              ? new MetricAxis(name, "GiB", GIBIBYTE, false)
              : new MetricAxis(name, "MiB", MEBIBYTE, false);
      case COUNT -> new MetricAxis(name, "", 1, true);
      case LOSS, RATE, SCORE, SHARE -> new MetricAxis(name, "", 1, false);
    };
  }

  /** Returns the name with its unit, as it stands beside the axis. */
  public String title() {
    return unit.isEmpty() ? name : name + " (" + unit + ")";
  }
}
