package io.github.vitlora.experiment;

import io.github.vitlora.io.NumberText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A figure of a finished trial: what descriptors, results, tables and charts call it, how it is
 * written, and which direction is the better one. Tables and charts show a metric where {@link
 * Place} says so, in the order of the constants. What a trial has of it is {@code
 * TrialResult.metric}.
 */
public enum Metric {
  TEST_ACCURACY(
      "testAccuracy",
      "Test accuracy",
      "Share of the test images classified correctly: mean over the completed seeds, ± half-width"
          + " of its 95 % interval (Student's t) where there are several",
      Format.SHARE,
      Better.HIGHER,
      Place.TABLE,
      Place.TREND),
  TEST_LOSS(
      "testLoss",
      "Test loss",
      "Mean cross-entropy over the test images, in nats",
      Format.LOSS,
      Better.LOWER,
      Place.SUMMARY),
  TOP5_ACCURACY(
      "top5Accuracy",
      "Top-5 accuracy",
      "Share of the test images whose class is among the five most probable ones; absent below six"
          + " classes",
      Format.SHARE,
      Better.HIGHER),
  BALANCED_ACCURACY(
      "balancedAccuracy",
      "Balanced accuracy",
      "Mean over the classes of the share of their test images classified correctly",
      Format.SHARE,
      Better.HIGHER),
  MACRO_F1(
      "macroF1",
      "Macro F1",
      "Mean over the classes of the harmonic mean of precision and recall, 0 for a class that no"
          + " test image is correctly classified as",
      Format.SHARE,
      Better.HIGHER),
  EXPECTED_CALIBRATION_ERROR(
      "expectedCalibrationError",
      "Calibration error",
      "Mean distance of the predicted class's probability from the share classified correctly, in"
          + " 15 bins of equal width over the test images (Guo et al. 2017)",
      Format.SHARE,
      Better.LOWER),
  BRIER(
      "brier",
      "Brier score",
      "Sum over the classes of the squared distance of their probability from 1 or 0, mean over the"
          + " test images (Brier 1950)",
      Format.SCORE,
      Better.LOWER),
  VALIDATION_ACCURACY(
      "validationAccuracy",
      "Validation accuracy",
      "Share of the validation images classified correctly after the epoch that is tested",
      Format.SHARE,
      Better.HIGHER),
  VALIDATION_LOSS(
      "validationLoss",
      "Validation loss",
      "Mean cross-entropy over the validation images after the epoch that is tested, in nats",
      Format.LOSS,
      Better.LOWER),
  TRAINABLE_PARAMETERS(
      "trainableParameters",
      "Trained parameters",
      "Parameters with a gradient",
      Format.COUNT,
      Better.LOWER,
      Place.TABLE,
      Place.COST),
  TOTAL_PARAMETERS(
      "totalParameters",
      "All parameters",
      "Parameters of the model as it runs, adapters included",
      Format.COUNT,
      Better.LOWER),
  SAVED_BYTES(
      "savedBytes",
      "Saved",
      "What has to be stored: adapters and head for LoRA, the whole model for full fine-tuning",
      Format.BYTES,
      Better.LOWER,
      Place.TABLE),
  TRAINING_SECONDS(
      "trainingSeconds",
      "Training time",
      "Time of the training passes, validation and start-up aside",
      Format.SECONDS,
      Better.LOWER,
      Place.TABLE,
      Place.COST,
      Place.TREND),
  WALL_SECONDS(
      "wallSeconds",
      "Wall time",
      "Time from a trial's start to its result",
      Format.SECONDS,
      Better.LOWER),
  IMAGES_PER_SECOND(
      "imagesPerSecond",
      "Images/s",
      "Training images per second, median over the epochs",
      Format.RATE,
      Better.HIGHER,
      Place.TABLE),
  PEAK_MEMORY_BYTES(
      "peakMemoryBytes",
      "Peak memory",
      "Peak resident memory of the trial's process",
      Format.BYTES,
      Better.LOWER,
      Place.TABLE,
      Place.COST,
      Place.TREND);

  /** Where a report shows a metric of its own accord. */
  public enum Place {
    /** In every table of the regimes. */
    TABLE,
    /** In the tables of the summary and of the terminal, which have no charts beside them. */
    SUMMARY,
    /** In a chart of test accuracy against this cost. */
    COST,
    /** In a chart over the builds. */
    TREND
  }

  /** How a metric is written. */
  public enum Format {
    /** A share, in [0, 1]; tables show it in percent and with its interval. */
    SHARE("0 to 1", "%.4f") {
      @Override
      public String inTable(double mean, Optional<Double> interval) {
        return NumberText.number(100 * mean, 2)
            + interval.map(half -> " ± " + margin(100 * half)).orElse("")
            + " %";
      }
    },
    /** A cross-entropy. */
    LOSS("nats", "%.4f") {
      @Override
      public String inTable(double mean, Optional<Double> interval) {
        return NumberText.number(mean, 4);
      }
    },
    /** A sum of two squares at most, in [0, 2]. */
    SCORE("0 to 2", "%.4f") {
      @Override
      public String inTable(double mean, Optional<Double> interval) {
        return NumberText.number(mean, 4);
      }
    },
    /** A number of things. */
    COUNT("", "%,.0f") {
      @Override
      public String inTable(double mean, Optional<Double> interval) {
        return NumberText.count(mean);
      }
    },
    /** A size. */
    BYTES("bytes", "%,.0f bytes") {
      @Override
      public String inTable(double mean, Optional<Double> interval) {
        return NumberText.bytes(mean);
      }
    },
    /** A time. */
    SECONDS("s", "%.1f s") {
      @Override
      public String inTable(double mean, Optional<Double> interval) {
        return NumberText.seconds(mean);
      }
    },
    /** A number of images each second. */
    RATE("images/s", "%.2f images/s") {
      @Override
      public String inTable(double mean, Optional<Double> interval) {
        return NumberText.number(mean, 1);
      }
    };

    private final String unit;
    private final String sentence;

    Format(String unit, String sentence) {
      this.unit = unit;
      this.sentence = sentence;
    }

    /** The unit in results and expectations; empty for plain numbers. */
    public String unit() {
      return unit;
    }

    /** The figure in a sentence, in the unit of results and expectations. */
    public String inSentence(double value) {
      return String.format(Locale.ROOT, sentence, value);
    }

    /**
     * The figure in a table, in the unit that suits its size.
     *
     * @param interval half-width of the mean's 95 % interval, where there is one
     */
    public abstract String inTable(double mean, Optional<Double> interval);

    /** Two or three seeds give intervals whose second decimal says nothing and costs width. */
    private static String margin(double points) {
      return NumberText.number(points, points < 9.995 ? 2 : 1);
    }
  }

  private enum Better {
    HIGHER,
    LOWER
  }

  private final String key;
  private final String heading;
  private final String explanation;
  private final Format format;
  private final Better better;
  private final Set<Place> places;

  Metric(
      String key,
      String heading,
      String explanation,
      Format format,
      Better better,
      Place... places) {
    this.key = key;
    this.heading = heading;
    this.explanation = explanation;
    this.format = format;
    this.better = better;
    this.places = Set.of(places);
  }

  /** The name in descriptors and results. */
  public String key() {
    return key;
  }

  /** The name in tables and charts. */
  public String heading() {
    return heading;
  }

  /** The heading as it stands within a sentence or at an axis. */
  public String phrase() {
    return this == BRIER
        ? heading
        : heading.substring(0, 1).toLowerCase(Locale.ROOT) + heading.substring(1);
  }

  /** What the heading leaves unsaid, without a full stop. */
  public String explanation() {
    return explanation;
  }

  /** How its figures are written. */
  public Format format() {
    return format;
  }

  /** Whether a larger value is the better one. */
  public boolean higherIsBetter() {
    return better == Better.HIGHER;
  }

  /** Whether it is a mean over the test images. */
  public boolean isMeanOverImages() {
    return this == TEST_ACCURACY || this == TEST_LOSS || this == TOP5_ACCURACY || this == BRIER;
  }

  /**
   * Whether it follows from the predictions on the test images, so that other images would give
   * another figure; a mean over them or not.
   */
  public boolean isOfTestImages() {
    return isMeanOverImages()
        || this == BALANCED_ACCURACY
        || this == MACRO_F1
        || this == EXPECTED_CALIBRATION_ERROR;
  }

  /** The metrics that a report shows in one of these places. */
  public static List<Metric> in(Place... places) {
    return Stream.of(values())
        .filter(metric -> Arrays.stream(places).anyMatch(metric.places::contains))
        .toList();
  }

  /** The metric that descriptors call {@code key}. */
  public static Optional<Metric> ofKey(String key) {
    return Arrays.stream(values()).filter(m -> m.key.equals(key)).findFirst();
  }
}
