package io.github.vitlora.regime;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Fills in the values that a weight starts from where no checkpoint gives them. */
public enum InitialValues {
  /** Zeros are for biases, and for what must not change the network's function at first. */
  ZEROS,
  /** Ones are for weights of normalisation. */
  ONES,
  /**
   * Draws uniformly in {@code ±1/sqrt(in)}, which is Kaiming-uniform (He et al. 2015) with a =
   * sqrt(5), as the reference implementation of LoRA has it for A.
   */
  KAIMING_UNIFORM,
  /**
   * Draws normally with standard deviation 1/sqrt(in), cut off at two of them (LeCun et al. 1998),
   * so that signals keep their size in a network of any width: dense layers of the blocks and the
   * projection of the patches.
   */
  LECUN_NORMAL,
  /**
   * Draws normally with standard deviation 0.02, cut off likewise, as heads and embeddings of
   * Vision Transformers usually start.
   */
  NORMAL;

  /**
   * Sets all values.
   *
   * @param in input features of the weight
   */
  void fill(float[] values, int in, SplittableRandom stream) {
    switch (this) {
      case ZEROS -> Arrays.fill(values, 0f);
      case ONES -> Arrays.fill(values, 1f);
      case KAIMING_UNIFORM -> {
        double bound = 1 / Math.sqrt(in);
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) ((2 * stream.nextDouble() - 1) * bound);
        }
      }
      case LECUN_NORMAL -> fillNormally(values, 1 / Math.sqrt(in), stream);
      case NORMAL -> fillNormally(values, 0.02, stream);
    }
  }

  private static void fillNormally(float[] values, double deviation, SplittableRandom stream) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * truncatedNormal(stream));
    }
  }

  /** Box and Muller's transform in strict arithmetic: the same values on every Java release. */
  private static double truncatedNormal(SplittableRandom stream) {
    while (true) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - stream.nextDouble()));
      double value = radius * StrictMath.cos(2 * Math.PI * stream.nextDouble());
      if (Math.abs(value) <= 2) {
        return value;
      }
    }
  }
}
