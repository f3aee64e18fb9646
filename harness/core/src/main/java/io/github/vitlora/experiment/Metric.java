package io.github.vitlora.experiment;

import java.util.Arrays;
import java.util.Optional;

/** A figure of a finished trial that an expectation can speak of. */
public enum Metric {
  /** Share of the test images classified correctly, in [0, 1]. */
  TEST_ACCURACY("testAccuracy", true),
  /** Mean cross-entropy over the test images, in nats. */
  TEST_LOSS("testLoss", false),
  /**
   * Share of the validation images classified correctly after the epoch that is tested, in [0, 1].
   */
  VALIDATION_ACCURACY("validationAccuracy", true),
  /** Mean cross-entropy over the validation images after the epoch that is tested, in nats. */
  VALIDATION_LOSS("validationLoss", false),
  /** Number of parameters with a gradient. */
  TRAINABLE_PARAMETERS("trainableParameters", false),
  /** Number of parameters of the model as it runs, adapters included. */
  TOTAL_PARAMETERS("totalParameters", false),
  /** Seconds spent in the epochs' training passes. */
  TRAINING_SECONDS("trainingSeconds", false),
  /** Seconds from the trial's start to its result. */
  WALL_SECONDS("wallSeconds", false),
  /** Median over the epochs of the training images per second. */
  IMAGES_PER_SECOND("imagesPerSecond", true),
  /** Peak resident memory of the trial's process, in bytes. */
  PEAK_MEMORY_BYTES("peakMemoryBytes", false),
  /** Bytes that the regime has to store. */
  SAVED_BYTES("savedBytes", false);

  private final String key;
  private final boolean higherIsBetter;

  Metric(String key, boolean higherIsBetter) {
    this.key = key;
    this.higherIsBetter = higherIsBetter;
  }

  /** The name in descriptors and results. */
  public String key() {
    return key;
  }

  /** Whether a larger value is the better one. */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** The metric that descriptors call {@code key}. */
  public static Optional<Metric> ofKey(String key) {
    return Arrays.stream(values()).filter(m -> m.key.equals(key)).findFirst();
  }
}
