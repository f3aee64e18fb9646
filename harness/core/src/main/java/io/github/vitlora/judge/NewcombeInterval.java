package io.github.vitlora.judge;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;

/**
 * The interval of the difference between two accuracies on the same images: Wilson's score
 * intervals of both, joined by their correlation (Newcombe 1998, Statistics in Medicine 17, pages
 * 2635 to 2650, method 10). It is wider than nothing even where the two agree on every image.
 *
 * @param low end of the first accuracy less the second
 * @param high end of it
 */
public record NewcombeInterval(double low, double high) {
  private static final double ERROR_RATE = 0.05;

  /**
   * The 95 % interval.
   *
   * @param both images that both classify correctly
   * @param onlyFirst images that the first alone does
   * @param onlySecond images that the second alone does
   * @param neither images that neither does
   */
  static NewcombeInterval of(int both, int onlyFirst, int onlySecond, int neither) {
    int n = both + onlyFirst + onlySecond + neither;
    Interval first = wilson(n, both + onlyFirst);
    Interval second = wilson(n, both + onlySecond);
    double p = (double) (both + onlyFirst) / n;
    double q = (double) (both + onlySecond) / n;
    double correlation = correlation(both, onlyFirst, onlySecond, neither);
    return new NewcombeInterval(
        p - q - joined(p - first.getLowerBound(), second.getUpperBound() - q, correlation),
        p - q + joined(first.getUpperBound() - p, q - second.getLowerBound(), correlation));
  }

  private static Interval wilson(int n, int successes) {
    return BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(n, successes, ERROR_RATE);
  }

  private static double joined(double a, double b, double correlation) {
    return Math.sqrt(Math.max(0, a * a - 2 * correlation * a * b + b * b));
  }

  /** Phi, with Newcombe's correction for continuity where it is positive. */
  private static double correlation(int both, int onlyFirst, int onlySecond, int neither) {
    double margins =
        (double) (both + onlyFirst)
            * (onlySecond + neither)
            * (both + onlySecond)
            * (onlyFirst + neither);
    if (margins == 0) {
      return 0;
    }
    double n = (double) both + onlyFirst + onlySecond + neither;
    double product = (double) both * neither - (double) onlyFirst * onlySecond;
    double corrected = product > 0 ? Math.max(0, product - n / 2) : product;
    return corrected / Math.sqrt(margins);
  }
}
