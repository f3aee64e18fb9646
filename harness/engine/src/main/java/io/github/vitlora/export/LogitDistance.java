package io.github.vitlora.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Measures how far the logits of two networks are apart.
 *
 * @param images that both classified
 * @param largestLogit largest absolute logit of the first
 * @param largestDifference largest absolute difference of two logits
 * @param worst the image that it was seen on, from 0
 */
record LogitDistance(int images, double largestLogit, double largestDifference, int worst) {
  private static final int IMAGES = 8;

  /**
   * Rounding in single precision may change a logit by this share of the largest logit, or of 1 if
   * that is larger: a difference of 1e-5 changes no probability that matters.
   */
  static final double TOLERANCE = 1e-5;

  /** Returns images of normal noise, {@code (8, channels, S, S)}, that any network can classify. */
  static NDArray noise(NDManager scope, Architecture architecture) {
    SplittableRandom random = new RandomStreams(0).stream("images that an export is checked on");
    Shape shape =
        new Shape(
            IMAGES, architecture.channels(), architecture.imageSize(), architecture.imageSize());
    FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(shape.size()));
    while (values.hasRemaining()) {
      values.put((float) random.nextGaussian());
    }
    return scope.create(values.array(), shape);
  }

  /**
   * Compares logits.
   *
   * @param one {@code (B, K)}
   * @param other {@code (B, K)}
   */
  static LogitDistance between(NDArray one, NDArray other) {
    float[] a = one.toFloatArray();
    float[] b = other.toFloatArray();
    double logit = 0;
    double difference = 0;
    int worst = 0;
    for (int i = 0; i < a.length; i++) {
      logit = Math.max(logit, Math.abs(a[i]));
      double apart = Math.abs((double) a[i] - b[i]);
      // A logit that is no number differs from any.
      if (!(apart <= difference)) {
        difference = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart;
        worst = i;
      }
    }
    long classes = one.getShape().get(1);
    return new LogitDistance(
        (int) one.getShape().get(0), logit, difference, (int) (worst / classes));
  }

  /**
   * Refuses a difference that is larger than rounding explains.
   *
   * @param tolerance {@link #TOLERANCE} but in tests
   * @param what the second network
   * @throws IOException when the networks are further apart
   */
  void requireSmall(double tolerance, String what) throws IOException {
    double allowed = tolerance * Math.max(1, largestLogit);
    if (!(largestDifference <= allowed)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the %s is not the trained one: on image %d of the %d of noise that both"
                  + " classified, logits differ by %.1e, and rounding explains %.1e (%.0e of the"
                  + " largest logit, %.2f). Nothing was exported.",
              what,
              worst + 1,
              images,
              largestDifference,
              allowed,
              tolerance,
              largestLogit));
    }
  }
}
