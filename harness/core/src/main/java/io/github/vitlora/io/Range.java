package io.github.vitlora.io;

import java.util.function.DoublePredicate;

/**
 * Tells which numbers are allowed somewhere, and has the words for them. Descriptors and the
 * records that are made of them, wherever those come from, are held to the same ranges.
 *
 * @param phrase what is allowed, as in "epochs takes a whole number between 1 and 100"
 * @param holds whether a number is one of them
 */
public record Range(String phrase, DoublePredicate holds) {
  /** Allows any number but NaN and infinity. */
  public static final Range FINITE =
      new Range("a finite number such as 0.85 or 4e-4", Double::isFinite);

  /** Allows 0 and above. */
  public static final Range NOT_NEGATIVE =
      new Range("a finite number, 0 or more", x -> Double.isFinite(x) && x >= 0);

  /** Allows numbers above 0. */
  public static final Range POSITIVE =
      new Range("a finite number above 0", x -> Double.isFinite(x) && x > 0);

  /** Allows shares below the whole. */
  public static final Range FRACTION =
      new Range("a number of at least 0 and below 1", x -> x >= 0 && x < 1);

  /** Allows factors that enlarge nothing. */
  public static final Range UP_TO_ONE =
      new Range("a number above 0, up to 1", x -> x > 0 && x <= 1);

  /** Allows probabilities. */
  public static final Range PROBABILITY = upTo("1", 1);

  /** Allows numbers of things of which there must be one. */
  public static final Range COUNT = between(1, Integer.MAX_VALUE);

  /** Allows numbers of classes that can be told apart. */
  public static final Range CLASSES = between(2, Integer.MAX_VALUE);

  /** Returns the numbers from nought to this one. */
  public static Range upTo(String written, double most) {
    return new Range("a number from 0 to " + written, x -> x >= 0 && x <= most);
  }

  /** Returns the whole numbers between these two, which belong to them. */
  public static Range between(int least, int most) {
    return new Range(
        "a whole number between %d and %d".formatted(least, most), x -> x >= least && x <= most);
  }

  /**
   * Refuses a number that is not one of these.
   *
   * @param name what the number is called
   * @throws IllegalArgumentException if it is not allowed, saying what is
   */
  public void require(String name, double value) {
    if (!holds.test(value)) {
      throw new IllegalArgumentException(refusal(name, Double.toString(value)));
    }
  }

  /** Refuses a whole number that is not one of these, likewise. */
  public void require(String name, int value) {
    if (!holds.test(value)) {
      throw new IllegalArgumentException(refusal(name, Integer.toString(value)));
    }
  }

  private String refusal(String name, String value) {
    return "%s %s is not allowed: %s takes %s".formatted(name, value, name, phrase);
  }
}
