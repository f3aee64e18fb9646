package io.github.vitlora.train;

/** Seconds of a trial, those of interrupted processes before this one included. */
final class TrialClock {
  private final long start = System.nanoTime();
  private double before;

  /**
   * Adds what earlier processes took.
   *
   * @param seconds of the trial when it was interrupted, as one of its states says; the latest
   *     counts
   */
  void resumeAfter(double seconds) {
    before = Math.max(before, seconds);
  }

  double seconds() {
    return before + (System.nanoTime() - start) / 1e9;
  }
}
