package io.github.vitlora.judge;

import io.github.vitlora.experiment.Certainty;
import io.github.vitlora.experiment.Certainty.OpenRates;
import io.github.vitlora.experiment.Certainty.Over;
import io.github.vitlora.experiment.Certainty.Undecided;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Expectation.AtLeast;
import io.github.vitlora.experiment.Expectation.AtLeastFraction;
import io.github.vitlora.experiment.Expectation.AtMost;
import io.github.vitlora.experiment.Expectation.AtMostFraction;
import io.github.vitlora.experiment.Expectation.Bound;
import io.github.vitlora.experiment.Expectation.Reference;
import io.github.vitlora.experiment.Expectation.Within;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Metric.Format;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.judge.ComparisonRows.Undecidable;
import io.github.vitlora.judge.ComparisonRows.Yardstick;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.verdict.Decision;
import io.github.vitlora.verdict.ExpectationOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One expectation applied to one regime.
 *
 * @param id slug, not yet unique
 * @param actual the regime's mean, where there is one
 * @param limit the bound as a plain number; absent if there is nothing to judge
 * @param atLeast whether the limit is a lower one
 * @param message a sentence with the figures
 * @param claim what the trials show of it, where it asks for confidence
 * @param warns whether it only warns where it is undecided
 * @param openRates whether it fails for the learning rates, whatever the trials show
 */
record Verdict(
    String id,
    Optional<Double> actual,
    Optional<Double> limit,
    boolean atLeast,
    String message,
    Optional<Claim> claim,
    boolean warns,
    boolean openRates) {

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
        expectation.metric().key() + " cannot be judged: " + why,
        Optional.empty(),
        onlyWarns(expectation),
        false);
  }

  private static boolean onlyWarns(Expectation expectation) {
    return expectation.certainty().filter(c -> c.undecided() == Undecided.WARN).isPresent();
  }

  /**
   * Judges an expectation of one regime.
   *
   * @param evidence that a claim with confidence rests on
   */
  static Verdict of(
      Regime regime, Expectation expectation, ComparisonRows rows, Evidence evidence) {
    Metric metric = expectation.metric();
    RegimeSummary summary = rows.summary(regime.slug());
    Optional<Double> actual = Optional.empty();
    try {
      Estimate estimate = ComparisonRows.require(summary, metric);
      actual = Optional.of(estimate.mean());
      Limit limit = limit(regime, expectation, rows);
      Optional<Claim> claim = Optional.empty();
      String shown = "";
      boolean openRates = false;
      if (expectation.certainty().isPresent()) {
        claim = Optional.of(claim(regime, expectation, rows, evidence));
        List<TrialResult> compared = compared(regime, expectation, rows, evidence);
        openRates =
            expectation.certainty().get().openRates() == OpenRates.FAIL
                && !RateClause.isClosed(compared);
        shown =
            ": "
                + inWords(claim.get(), expectation)
                + RateClause.of(compared).map(clause -> "; " + clause).orElse("")
                + (openRates ? "; openRates=\"fail\" asks for worse rates on both sides" : "");
      }
      return new Verdict(
          id(summary.slug(), expectation),
          actual,
          Optional.of(limit.value()),
          limit.atLeast(),
          sentence(metric, summary, estimate.mean(), limit) + shown,
          claim,
          onlyWarns(expectation),
          openRates);
    } catch (Undecidable e) {
      Verdict failed = failed(summary.slug(), expectation, e.getMessage());
      return new Verdict(
          failed.id(),
          actual,
          Optional.empty(),
          false,
          failed.message(),
          Optional.empty(),
          failed.warns(),
          false);
    }
  }

  /** The trials of the regime and of the one that it is held against. */
  private static List<TrialResult> compared(
      Regime regime, Expectation expectation, ComparisonRows rows, Evidence evidence)
      throws Undecidable {
    List<Regime> regimes = new ArrayList<>(List.of(regime));
    contrast(regime, expectation, rows, evidence)
        .against()
        .map(Evidence.Against::regime)
        .ifPresent(regimes::add);
    return evidence.trials(regimes);
  }

  private static Claim claim(
      Regime regime, Expectation expectation, ComparisonRows rows, Evidence evidence)
      throws Undecidable {
    Certainty certainty = expectation.certainty().orElseThrow();
    Metric metric = expectation.metric();
    Contrast contrast = contrast(regime, expectation, rows, evidence);
    List<Long> seeds = evidence.seeds(regime, contrast.against());
    if (certainty.over() == Over.SEEDS && seeds.size() < Certainty.LEAST_SEEDS) {
      throw new Undecidable(
          "a claim about other seeds takes %d completed ones, of which there are %d"
              .formatted(Certainty.LEAST_SEEDS, seeds.size()));
    }
    return Claim.of(
        evidence.of(regime, contrast.against(), metric, seeds),
        contrast.limit(),
        contrast.atLeast(),
        certainty.confidence(),
        certainty.over());
  }

  /**
   * A bound as a difference that lies on one side of a number.
   *
   * @param against what is subtracted, if anything
   */
  private record Contrast(Optional<Evidence.Against> against, double limit, boolean atLeast) {}

  private static Contrast contrast(
      Regime regime, Expectation expectation, ComparisonRows rows, Evidence evidence)
      throws Undecidable {
    Bound bound = expectation.bound();
    if (bound instanceof AtLeast b) {
      return new Contrast(Optional.empty(), b.value(), true);
    } else if (bound instanceof AtMost b) {
      return new Contrast(Optional.empty(), b.value(), false);
    }
    Reference reference = reference(bound).orElseThrow();
    Regime of = rows.yardstick(reference, regime, expectation.metric()).regime();
    Evidence theirs =
        reference.meansBaseline() ? rows.baseline().orElseThrow().evidence() : evidence;
    if (bound instanceof Within b) {
      boolean higher = expectation.metric().higherIsBetter();
      return new Contrast(
          Optional.of(theirs.against(of, 1)), higher ? -b.value() : b.value(), higher);
    } else if (bound instanceof AtLeastFraction b) {
      return new Contrast(Optional.of(theirs.against(of, b.value())), 0, true);
    } else if (bound instanceof AtMostFraction b) {
      return new Contrast(Optional.of(theirs.against(of, b.value())), 0, false);
    }
    throw new IllegalArgumentException("unknown bound " + bound);
  }

  /** What came of a claim, after the sentence with the means. */
  private static String inWords(Claim claim, Expectation expectation) {
    Certainty certainty = expectation.certainty().orElseThrow();
    Format format = expectation.metric().format();
    String about =
        certainty.over() == Over.IMAGES
            ? " of these trained models, on other images of the kind"
            : "";
    String interval =
        "%s between %s and %s"
            .formatted(
                reference(expectation.bound()).isPresent() ? "the difference lies" : "it lies",
                format.inSentence(claim.bounds().lower()),
                format.inSentence(claim.bounds().upper()));
    String basis = claim.basis(certainty.confidence());
    return switch (claim.decision()) {
      case SHOWN -> "shown%s (%s; %s)".formatted(about, interval, basis);
      case REFUTED -> "refuted%s (%s; %s)".formatted(about, interval, basis);
      case UNDECIDED ->
          "undecided%s (%s; %s): %s".formatted(about, interval, basis, claim.remedy());
    };
  }

  ExpectationOutcome outcome(String uniqueId, boolean asksForConfidence) {
    boolean passed =
        asksForConfidence
            ? claim.filter(c -> c.decision() == Decision.SHOWN).isPresent() && !openRates
            : limit.isPresent() && actual.isPresent() && holds(actual.get(), limit.get());
    Optional<Decision> decision =
        asksForConfidence
            ? Optional.of(claim.map(Claim::decision).orElse(Decision.UNDECIDED))
            : Optional.empty();
    return new ExpectationOutcome(
        uniqueId,
        passed,
        actual,
        message,
        decision,
        claim.map(Claim::bounds),
        warns && !openRates && decision.filter(d -> d == Decision.UNDECIDED).isPresent()
            ? Optional.of(true)
            : Optional.empty());
  }

  private boolean holds(double figure, double bound) {
    if (!Double.isFinite(figure + bound)) {
      // An infinite figure is at least, or at most, any bound; and yet nothing was reached.
      return false;
    }
    double slack = ROUNDING * Math.abs(bound);
    return atLeast ? figure >= bound - slack : figure <= bound + slack;
  }

  private static Limit limit(Regime regime, Expectation expectation, ComparisonRows rows)
      throws Undecidable {
    Metric metric = expectation.metric();
    Bound bound = expectation.bound();
    if (bound instanceof AtLeast b) {
      return new Limit(b.value(), true, "");
    }
    if (bound instanceof AtMost b) {
      return new Limit(b.value(), false, "");
    }
    if (bound instanceof Within b) {
      Yardstick of = rows.yardstick(b.of(), regime, metric);
      double margin = metric.higherIsBetter() ? -b.value() : b.value();
      String reason = "within " + plain(b.value()) + " of " + described(of, b.of(), metric);
      return new Limit(of.estimate().mean() + margin, metric.higherIsBetter(), reason);
    }
    if (bound instanceof AtLeastFraction b) {
      Yardstick of = rows.yardstick(b.of(), regime, metric);
      String reason = plain(b.value()) + " times " + described(of, b.of(), metric);
      return new Limit(b.value() * of.estimate().mean(), true, reason);
    }
    if (bound instanceof AtMostFraction b) {
      Yardstick of = rows.yardstick(b.of(), regime, metric);
      String reason = plain(b.value()) + " times " + described(of, b.of(), metric);
      return new Limit(b.value() * of.estimate().mean(), false, reason);
    }
    throw new IllegalArgumentException("unknown bound " + bound);
  }

  private static String described(Yardstick of, Reference reference, Metric metric) {
    return "%s of %s%s"
        .formatted(
            metric.format().inSentence(of.estimate().mean()),
            of.summary().label(),
            reference.meansBaseline() ? " in the baseline" : "");
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
    return regime
        + "-"
        + expectation.metric().key()
        + "-"
        + kind(expectation.bound())
        + expectation.certainty().map(c -> "-shown").orElse("");
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
