package io.github.vitlora.judge;

/** How a repeated figure compares with the one it repeats, from best to worst. */
public enum Agreement {
  /** Every bit is the same. */
  BIT_EQUAL,
  /** It differs by no more than was allowed. */
  WITHIN_TOLERANCE,
  /** It differs by more, or one of the two is not there. */
  DIFFERENT;

  Agreement worse(Agreement other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
