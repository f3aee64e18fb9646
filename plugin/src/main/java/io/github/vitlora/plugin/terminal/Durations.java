package io.github.vitlora.plugin.terminal;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
final class Durations {
  private Durations() {}

  /** {@code 45 s}, {@code 3 min 05 s} or {@code 2 h 07 min}. */
  static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
  }
}
