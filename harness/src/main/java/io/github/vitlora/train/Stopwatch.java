package io.github.vitlora.train;

import java.time.Duration;

/** Seconds since it was made, and those of interrupted runs before. */
final class Stopwatch {
  private final long start = System.nanoTime();
  private double before;

  void add(double seconds) {
    before += seconds;
  }

  double seconds() {
    return before + (System.nanoTime() - start) / 1e9;
  }

  boolean passed(Duration interval) {
    return seconds() >= interval.toNanos() / 1e9;
  }
}
