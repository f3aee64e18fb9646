package io.github.vitlora.judge;

import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Expectation.AtLeast;
import io.github.vitlora.experiment.Expectation.AtLeastFraction;
import io.github.vitlora.experiment.Expectation.AtMost;
import io.github.vitlora.experiment.Expectation.AtMostFraction;
import io.github.vitlora.experiment.Expectation.Bound;
import io.github.vitlora.experiment.Expectation.Reference;
import io.github.vitlora.experiment.Expectation.Within;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.judge.ComparisonRows.Undecidable;
import io.github.vitlora.judge.ComparisonRows.Yardstick;
import io.github.vitlora.result.ExpectationOutcome;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import java.util.Optional;

/**
 * One expectation applied to one regime.
 *
 * @param id slug, not yet unique
 * @param actual the regime's mean, where there is one
 * @param limit the bound as a plain number; absent if there is nothing to judge
 * @param atLeast whether the limit is a lower one
 * @param message a sentence with the figures
 */
record Verdict(
    String id, Optional<Double> actual, Optional<Double> limit, boolean atLeast, String message) {

  /**
   * Bounds are inclusive, and a mean of several seeds that should equal one may miss it by this.
   */
  private static final double ROUNDING = 1e-12;

  private record Limit(double value, boolean atLeast, String reason) {}

  static Verdict failed(String regime, Expectation expectation, String why) {
    return new Verdict(
        id(regime, expectation),
        Optional.empty(),
        Optional.empty(),
        false,
        expectation.metric().key() + " cannot be judged: " + why);
  }

  static Verdict of(RegimeSummary summary, Expectation expectation, ComparisonRows rows) {
    Metric metric = expectation.metric();
    Optional<Double> actual = Optional.empty();
    try {
      Estimate estimate = ComparisonRows.require(summary, metric);
      actual = Optional.of(estimate.mean());
      Limit limit = limit(expectation, rows);
      return new Verdict(
          id(summary.slug(), expectation),
          actual,
          Optional.of(limit.value()),
          limit.atLeast(),
          sentence(metric, summary, estimate.mean(), limit));
    } catch (Undecidable e) {
      Verdict failed = failed(summary.slug(), expectation, e.getMessage());
      return new Verdict(failed.id(), actual, Optional.empty(), false, failed.message());
    }
  }

  ExpectationOutcome outcome(String uniqueId) {
    boolean passed = limit.isPresent() && actual.isPresent() && holds(actual.get(), limit.get());
    return new ExpectationOutcome(uniqueId, passed, actual, message);
  }

  private boolean holds(double figure, double bound) {
    if (!Double.isFinite(figure + bound)) {
      // An infinite figure is at least, or at most, any bound; and yet nothing was reached.
      return false;
    }
    double slack = ROUNDING * Math.abs(bound);
    return atLeast ? figure >= bound - slack : figure <= bound + slack;
  }

  private static Limit limit(Expectation expectation, ComparisonRows rows) throws Undecidable {
    Metric metric = expectation.metric();
    Bound bound = expectation.bound();
    if (bound instanceof AtLeast b) {
      return new Limit(b.value(), true, "");
    }
    if (bound instanceof AtMost b) {
      return new Limit(b.value(), false, "");
    }
    if (bound instanceof Within b) {
      Yardstick of = rows.yardstick(b.of(), metric);
      double margin = metric.higherIsBetter() ? -b.value() : b.value();
      String reason = "within " + plain(b.value()) + " of " + described(of, metric);
      return new Limit(of.estimate().mean() + margin, metric.higherIsBetter(), reason);
    }
    if (bound instanceof AtLeastFraction b) {
      Yardstick of = rows.yardstick(b.of(), metric);
      String reason = plain(b.value()) + " times " + described(of, metric);
      return new Limit(b.value() * of.estimate().mean(), true, reason);
    }
    if (bound instanceof AtMostFraction b) {
      Yardstick of = rows.yardstick(b.of(), metric);
      String reason = plain(b.value()) + " times " + described(of, metric);
      return new Limit(b.value() * of.estimate().mean(), false, reason);
    }
    throw new IllegalArgumentException("unknown bound " + bound);
  }

  private static String described(Yardstick of, Metric metric) {
    return metric.format().inSentence(of.estimate().mean()) + " of " + of.summary().label();
  }

  private static String sentence(Metric metric, RegimeSummary summary, double actual, Limit limit) {
    String is = metric.format().inSentence(actual);
    String bound =
        limit.reason().isEmpty() ? plain(limit.value()) : metric.format().inSentence(limit.value());
    if (is.equals(metric.format().inSentence(limit.value())) && actual != limit.value()) {
      is = exact(actual);
      bound = exact(limit.value());
    }
    return "%s of %s is %s (%s), expected at %s %s%s"
        .formatted(
            metric.key(),
            summary.label(),
            is,
            summary.completed() == 1 ? "one seed" : "mean of " + summary.completed() + " seeds",
            limit.atLeast() ? "least" : "most",
            bound,
            limit.reason().isEmpty() ? "" : " (" + limit.reason() + ")");
  }

  static String id(String regime, Expectation expectation) {
    return regime + "-" + expectation.metric().key() + "-" + kind(expectation.bound());
  }

  private static String kind(Bound bound) {
    if (bound instanceof AtLeast) {
      return "atLeast";
    } else if (bound instanceof AtMost) {
      return "atMost";
    } else if (bound instanceof Within b) {
      return "within-" + name(b.of());
    } else if (bound instanceof AtLeastFraction b) {
      return "atLeastFraction-" + name(b.of());
    } else if (bound instanceof AtMostFraction b) {
      return "atMostFraction-" + name(b.of());
    }
    throw new IllegalArgumentException("unknown bound " + bound);
  }

  /** What {@code bound} is relative to, if it is. */
  static Optional<Reference> reference(Bound bound) {
    if (bound instanceof Within b) {
      return Optional.of(b.of());
    } else if (bound instanceof AtLeastFraction b) {
      return Optional.of(b.of());
    } else if (bound instanceof AtMostFraction b) {
      return Optional.of(b.of());
    }
    return Optional.empty();
  }

  private static String name(Reference of) {
    return of.regime() + of.rank().map(rank -> "-r" + rank).orElse("");
  }

  /** With every digit, for figures whose difference rounding would hide. */
  private static String exact(double value) {
    return Double.toString(value);
  }

  /** A factor or margin as its author wrote it: 0.85, 3, 1.0E-5. */
  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? NumberText.count(value)
        : Double.toString(value);
  }
}
