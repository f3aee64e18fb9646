package io.github.vitlora.judge;

import io.github.vitlora.experiment.Metric;
import java.util.Locale;

/** Figures as sentences show them, the same in every locale. */
public final class Figures {

  private Figures() {}

  /** With the digits that suit the metric, and its unit where it has one. */
  static String rounded(Metric metric, double value) {
    return switch (metric) {
      case TEST_ACCURACY, TEST_LOSS, VALIDATION_ACCURACY, VALIDATION_LOSS -> format("%.4f", value);
      case TRAINABLE_PARAMETERS, TOTAL_PARAMETERS -> format("%,.0f", value);
      case TRAINING_SECONDS, WALL_SECONDS -> format("%.1f s", value);
      case IMAGES_PER_SECOND -> format("%.2f images/s", value);
      case PEAK_MEMORY_BYTES, SAVED_BYTES -> format("%,.0f bytes", value);
    };
  }

  /** With every digit, for figures whose difference rounding would hide. */
  static String exact(double value) {
    return Double.toString(value);
  }

  /** A factor or margin as its author wrote it: 0.85, 3, 1.0E-5. */
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? format("%,d", (long) value)
        : Double.toString(value);
  }

  private static String format(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
