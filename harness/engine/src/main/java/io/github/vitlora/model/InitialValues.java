package io.github.vitlora.model;

import ai.djl.ndarray.types.Shape;
import io.github.vitlora.random.RandomStreams;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The values that weights start from where no checkpoint gives them, each weight from its own
 * random stream.
 *
 * <ul>
 *   <li>{@code lora_A}: uniform in {@code ±1/sqrt(in)}, which is Kaiming-uniform (He et al. 2015)
 *       with a = sqrt(5), as the reference implementation of LoRA has it; {@code lora_B}: zero.
 *   <li>normalisation weights: one; biases: zero.
 *   <li>dense layers of the blocks and the projection of the patches: normal with standard
 *       deviation 1/sqrt(in), cut off at two of them (LeCun et al. 1998), so that signals keep
 *       their size in a network of any width.
 *   <li>everything else, the head and the embeddings: normal with standard deviation 0.02, cut off
 *       likewise, as Vision Transformers usually start.
 * </ul>
 */
final class InitialValues {
  private static final double STANDARD_DEVIATION = 0.02;

  private final RandomStreams random;

  InitialValues(RandomStreams random) {
    this.random = random;
  }

  FloatBuffer of(String name, Shape shape) {
    int size = Math.toIntExact(shape.size());
    SplittableRandom stream = random.stream("init." + name);
    float[] values = new float[size];
    if (name.endsWith(".lora_A.weight")) {
      double bound = 1 / Math.sqrt(shape.get(1));
      for (int i = 0; i < size; i++) {
        values[i] = (float) ((2 * stream.nextDouble() - 1) * bound);
      }
    } else if (isNormalisation(name)) {
      Arrays.fill(values, 1f);
    } else if (!name.endsWith(".bias") && !name.endsWith(".lora_B.weight")) {
      double deviation = standardDeviation(name, shape);
      for (int i = 0; i < size; i++) {
        values[i] = (float) (deviation * truncatedNormal(stream));
      }
    }
    return FloatBuffer.wrap(values);
  }

  private static double standardDeviation(String name, Shape shape) {
    if (!name.startsWith("blocks.") && !name.startsWith("patch_embed.")) {
      return STANDARD_DEVIATION;
    }
    long in = shape.size() / shape.get(0);
    return 1 / Math.sqrt(in);
  }

  private static boolean isNormalisation(String name) {
    return name.matches("(.*\\.)?norm\\d*\\.weight");
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
