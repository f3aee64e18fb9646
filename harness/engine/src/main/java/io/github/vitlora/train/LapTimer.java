package io.github.vitlora.train;

import java.util.function.Supplier;

/** Adds up the time that parts of the work take. */
final class LapTimer {
  private double before;
  private long nanos;

  /** Begins anew. */
  void restart(double seconds) {
    before = seconds;
    nanos = 0;
  }

  void add(double seconds) {
    before += seconds;
  }

  void during(Runnable work) {
    during(
        () -> {
          work.run();
          return null;
        });
  }

  <T> T during(Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      nanos += System.nanoTime() - start;
    }
  }

  double seconds() {
    return before + nanos / 1e9;
  }
}
