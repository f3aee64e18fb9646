package io.github.vitlora.assertion;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.result.RegimeSummary;
import java.util.function.Function;
import org.assertj.core.api.AbstractAssert;

/** Assertions on a regime's means over its seeds. */
public final class RegimeAssert extends AbstractAssert<RegimeAssert, RegimeSummary> {
  /** As much as a mean of equal numbers can be off by. */
  private static final double ROUNDING = 1e-12;

  private final Function<String, RegimeSummary> others;

  RegimeAssert(RegimeSummary actual, Function<String, RegimeSummary> others) {
    super(actual, RegimeAssert.class);
    this.others = others;
  }

  /** Every seed's trial ran to its end. */
  public RegimeAssert isCompleted() {
    if (actual.completed() < actual.seeds()) {
      failWithMessage(
          "%nExpecting all trials of %s to be completed, but only %s of %s are",
          actual.slug(), actual.completed(), actual.seeds());
    }
    return this;
  }

  /**
   * The mean share of test images that are classified correctly is no less.
   *
   * @param least between 0 and 1
   */
  public RegimeAssert withTestAccuracyAtLeast(double least) {
    return withAtLeast(Metric.TEST_ACCURACY, least);
  }

  /**
   * The mean test accuracy is at most so much lower than another regime's.
   *
   * @param margin 0.03 is three percentage points
   * @param other slug of the other regime, {@code full} for example
   */
  public RegimeAssert withTestAccuracyWithin(double margin, String other) {
    double is = mean(actual, Metric.TEST_ACCURACY);
    double of = mean(others.apply(other), Metric.TEST_ACCURACY);
    if (!(is >= of - margin - ROUNDING)) {
      failWithMessage(
          "%nExpecting testAccuracy of %s to be within %s of %s's %s, but it is %s, which is %s less",
          actual.slug(), margin, other, of, is, of - is);
    }
    return this;
  }

  /** A mean is no less. */
  public RegimeAssert withAtLeast(Metric metric, double least) {
    double is = mean(actual, metric);
    if (!(is >= least - ROUNDING * Math.abs(least))) {
      failWithMessage(
          "%nExpecting %s of %s to be at least %s, but it is %s (mean of %s)",
          metric.key(), actual.slug(), least, is, actual.completed());
    }
    return this;
  }

  /** A mean is no more. */
  public RegimeAssert withAtMost(Metric metric, double most) {
    double is = mean(actual, metric);
    if (!(is <= most + ROUNDING * Math.abs(most))) {
      failWithMessage(
          "%nExpecting %s of %s to be at most %s, but it is %s (mean of %s)",
          metric.key(), actual.slug(), most, is, actual.completed());
    }
    return this;
  }

  private double mean(RegimeSummary of, Metric metric) {
    if (of.estimate(metric).isEmpty()) {
      failWithMessage(
          "%nExpecting %s to have %s, but it has none: %s of %s trials completed",
          of.slug(), metric.key(), of.completed(), of.seeds());
    }
    return of.estimate(metric).orElseThrow().mean();
  }
}
