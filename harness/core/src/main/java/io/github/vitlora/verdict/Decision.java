package io.github.vitlora.verdict;

/** Says whether results decide a claim, and how. */
public enum Decision {
  /** The claim holds at the confidence asked for. */
  SHOWN,
  /** The opposite of the claim holds at the confidence asked for. */
  REFUTED,
  /** The results allow both. */
  UNDECIDED
}
