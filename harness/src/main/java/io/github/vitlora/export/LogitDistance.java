package io.github.vitlora.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.experiment.Architecture;
import io.github.vitlora.experiment.RandomStreams;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/**
 * How far two networks are apart.
 *
 * @param images that both classified
 * @param largestLogit largest absolute logit of the first
 * @param largestDifference largest absolute difference of two logits
 */
record LogitDistance(int images, double largestLogit, double largestDifference) {
  private static final int IMAGES = 8;

  /** Images of normal noise, {@code (8, channels, S, S)}: what any network can be asked about. */
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
    for (int i = 0; i < a.length; i++) {
      logit = Math.max(logit, Math.abs(a[i]));
      difference = Math.max(difference, Math.abs((double) a[i] - b[i]));
    }
    return new LogitDistance((int) one.getShape().get(0), logit, difference);
  }
}
