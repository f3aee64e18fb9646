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
import io.github.vitlora.judge.References.Undecidable;
import io.github.vitlora.judge.References.Yardstick;
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

  static Verdict of(RegimeSummary summary, Expectation expectation, References references) {
    Metric metric = expectation.metric();
    Optional<Double> actual = Optional.empty();
    try {
      Estimate estimate = References.require(summary, metric);
      actual = Optional.of(estimate.mean());
      Limit limit = limit(expectation, references);
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

  private static Limit limit(Expectation expectation, References references) throws Undecidable {
    Metric metric = expectation.metric();
    Bound bound = expectation.bound();
    if (bound instanceof AtLeast b) {
      return new Limit(b.value(), true, "");
    }
    if (bound instanceof AtMost b) {
      return new Limit(b.value(), false, "");
    }
    if (bound instanceof Within b) {
      Yardstick of = references.yardstick(b.of(), metric);
      double margin = metric.higherIsBetter() ? -b.value() : b.value();
      String reason = "within " + Figures.plain(b.value()) + " of " + described(of, metric);
      return new Limit(of.estimate().mean() + margin, metric.higherIsBetter(), reason);
    }
    if (bound instanceof AtLeastFraction b) {
      Yardstick of = references.yardstick(b.of(), metric);
      String reason = Figures.plain(b.value()) + " times " + described(of, metric);
      return new Limit(b.value() * of.estimate().mean(), true, reason);
    }
    if (bound instanceof AtMostFraction b) {
      Yardstick of = references.yardstick(b.of(), metric);
      String reason = Figures.plain(b.value()) + " times " + described(of, metric);
      return new Limit(b.value() * of.estimate().mean(), false, reason);
    }
    throw new IllegalArgumentException("unknown bound " + bound);
  }

  private static String described(Yardstick of, Metric metric) {
    return Figures.rounded(metric, of.estimate().mean()) + " of " + of.summary().label();
  }

  private static String sentence(Metric metric, RegimeSummary summary, double actual, Limit limit) {
    String is = Figures.rounded(metric, actual);
    String bound =
        limit.reason().isEmpty()
            ? Figures.plain(limit.value())
            : Figures.rounded(metric, limit.value());
    if (is.equals(Figures.rounded(metric, limit.value())) && actual != limit.value()) {
      is = Figures.exact(actual);
      bound = Figures.exact(limit.value());
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
}
