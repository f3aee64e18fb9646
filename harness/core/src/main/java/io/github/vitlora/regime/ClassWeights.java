package io.github.vitlora.regime;

import java.util.Arrays;

/** Says how much an image counts in the training loss, by its class. */
public enum ClassWeights {
  /** Every image counts alike, and a class by how many images it has. */
  NONE,
  /**
   * Every class counts alike: of N images of K classes, one of a class of n counts N / (K n), as
   * scikit-learn's {@code compute_class_weight("balanced")} has it.
   */
  BALANCED;

  /**
   * Returns the weights of the classes.
   *
   * @param perClass training images of each class, {@code (K)}
   * @return {@code (K)}; none where every image counts alike
   * @throws IllegalArgumentException if there is no class, or one without images
   */
  public double[] of(int[] perClass) {
    if (this == NONE) {
      return new double[0];
    }
    if (Arrays.stream(perClass).min().orElse(0) == 0) {
      throw new IllegalArgumentException(
          "no weight balances a class without training images: " + Arrays.toString(perClass));
    }
    double images = Arrays.stream(perClass).asLongStream().sum();
    return Arrays.stream(perClass)
        .mapToDouble(n -> images / (perClass.length * (double) n))
        .toArray();
  }
}
