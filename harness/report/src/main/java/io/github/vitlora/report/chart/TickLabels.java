package io.github.vitlora.report.chart;

import io.github.vitlora.io.NumberText;

/** Tick labels. A tick that falls between meaningful values is left without one. */
final class TickLabels {

  private TickLabels() {}

  static String percent(double share) {
    double percent = 100 * share;
    boolean whole = Math.abs(percent - Math.rint(percent)) < 1e-6;
    return NumberText.number(percent, whole ? 0 : 1) + " %";
  }

  static String whole(double value) {
    return Math.abs(value - Math.rint(value)) < 1e-6 ? NumberText.number(value, 0) : " ";
  }

  /** On an axis of exponents of ten, where XChart may put ticks at the data too. */
  static String powerOfTen(double exponent) {
    return abbreviated(Math.pow(10, exponent));
  }

  /** On an axis of exponents of two: whole ranks only. */
  static String powerOfTwo(double exponent) {
    double rank = Math.pow(2, exponent);
    return Math.abs(rank - Math.rint(rank)) < 1e-6 ? NumberText.count(rank) : " ";
  }

  /** 5500000 as 5.5M. */
  private static String abbreviated(double value) {
    if (value >= 999_950) {
      return trimmed(value / 1e6) + "M";
    }
    return value >= 999.95 ? trimmed(value / 1e3) + "k" : trimmed(value);
  }

  private static String trimmed(double value) {
    return NumberText.number(value, 1).replaceAll("\\.0$", "");
  }
}
