package io.github.vitlora.experiment;

import io.github.vitlora.io.Range;

/**
 * How sure an expectation has to be before it counts as met.
 *
 * @param confidence one-sided, for example 0.95
 * @param over what the claim is about besides the trained models
 * @param undecided what becomes of the build where the results allow both
 * @param openRates what becomes of it where a better learning rate may lie beyond those tried
 */
public record Certainty(double confidence, Over over, Undecided undecided, OpenRates openRates) {

  /** The confidences that can be asked for. */
  public static final Range CONFIDENCE =
      new Range("a number of at least 0.5 and below 1, 0.95 for example", c -> c >= 0.5 && c < 1);

  /** How many seeds a claim about other seeds takes: with two its level does not hold. */
  public static final int LEAST_SEEDS = 3;

  /** What a claim generalises to. */
  public enum Over {
    /** Other images of the kind and other seeds. */
    SEEDS,
    /** Other images of the kind, with these trained models. */
    IMAGES
  }

  /** What an undecided claim does to the build. */
  public enum Undecided {
    /** The build fails. */
    FAIL,
    /** The build warns. */
    WARN
  }

  /**
   * What it does to the build where, of a regime that is compared, a lower and a higher learning
   * rate than the one it was trained at are not known to be worse.
   */
  public enum OpenRates {
    /** The words of the outcome tell. */
    TELL,
    /** The build fails. */
    FAIL
  }

  /** Checks the confidence. */
  public Certainty {
    CONFIDENCE.require("confidence", confidence);
  }
}
