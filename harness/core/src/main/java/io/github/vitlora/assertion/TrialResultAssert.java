package io.github.vitlora.assertion;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import java.util.Locale;
import java.util.OptionalDouble;
import org.assertj.core.api.AbstractAssert;

/** Assertions on one trial. */
public final class TrialResultAssert extends AbstractAssert<TrialResultAssert, TrialResult> {

  TrialResultAssert(TrialResult actual) {
    super(actual, TrialResultAssert.class);
  }

  /** The trial ran to its end. */
  public TrialResultAssert isCompleted() {
    if (actual.status() != TrialStatus.COMPLETED) {
      failWithMessage(
          "%nExpecting trial '%s' to be completed, but it %s after %s epochs:%n  %s",
          actual.id(),
          actual.status().name().toLowerCase(Locale.ROOT),
          actual.epochs().size(),
          actual.message().orElse("no message"));
    }
    return this;
  }

  /**
   * The share of test images that are classified correctly is no less.
   *
   * @param least between 0 and 1
   */
  public TrialResultAssert withTestAccuracyAtLeast(double least) {
    return withAtLeast(Metric.TEST_ACCURACY, least);
  }

  /**
   * The mean cross-entropy over the test images is no more.
   *
   * @param most in nats
   */
  public TrialResultAssert withTestLossAtMost(double most) {
    return withAtMost(Metric.TEST_LOSS, most);
  }

  /** So many parameters have a gradient, neither more nor fewer. */
  public TrialResultAssert withTrainableParameters(long count) {
    if (actual.trainableParameters() != count) {
      failWithMessage(
          "%nExpecting trial '%s' to train %s parameters, but it trains %s",
          actual.id(), grouped(count), grouped(actual.trainableParameters()));
    }
    return this;
  }

  private static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A figure is no less. */
  public TrialResultAssert withAtLeast(Metric metric, double least) {
    double is = figure(metric);
    if (!(is >= least)) {
      failWithMessage(
          "%nExpecting %s of trial '%s' to be at least %s, but it is %s",
          metric.key(), actual.id(), least, is);
    }
    return this;
  }

  /** A figure is no more. */
  public TrialResultAssert withAtMost(Metric metric, double most) {
    double is = figure(metric);
    if (!(is <= most)) {
      failWithMessage(
          "%nExpecting %s of trial '%s' to be at most %s, but it is %s",
          metric.key(), actual.id(), most, is);
    }
    return this;
  }

  /** Figures of a trial that did not complete are nothing to rely on. */
  private double figure(Metric metric) {
    isCompleted();
    OptionalDouble figure = actual.metric(metric);
    if (figure.isEmpty()) {
      failWithMessage(
          "%nExpecting trial '%s' to have %s, but it has none", actual.id(), metric.key());
    }
    return figure.getAsDouble();
  }
}
