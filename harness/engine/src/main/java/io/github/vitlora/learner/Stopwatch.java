package io.github.vitlora.learner;

import java.time.Duration;

/** Measures the seconds since it was made, and adds those of interrupted runs before. */
public final class Stopwatch {
  private final long start = System.nanoTime();
  private double before;

  /** Adds seconds that were measured elsewhere. */
  public void add(double seconds) {
    before += seconds;
  }

  /**
   * Goes on where an interrupted run had come to.
   *
   * @param seconds that it had taken; the latest of several counts
   */
  public void resumeAfter(double seconds) {
    before = Math.max(before, seconds);
  }

  public double seconds() {
    return before + (System.nanoTime() - start) / 1e9;
  }

  public boolean passed(Duration interval) {
    return seconds() >= interval.toNanos() / 1e9;
  }
}
