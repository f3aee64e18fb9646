package io.github.vitlora.result;

import java.util.Optional;

/**
 * What a trained model made of one test image.
 *
 * @param image names it within its data set: {@code val/n02086240/00001.JPEG}, {@code test/17}
 * @param trueClass what it shows
 * @param predictedClass the most probable class
 * @param probability that the model gives the predicted class
 * @param trueClassProbability that the model gives what the image shows
 * @param standing what else follows from the probabilities of all classes; absent in predictions of
 *     earlier versions
 */
public record Prediction(
    String image,
    String trueClass,
    String predictedClass,
    float probability,
    float trueClassProbability,
    Optional<Standing> standing) {

  /**
   * How the image's class stands among all classes.
   *
   * @param rank 1 where the model gives it more than any other class; classes to which it gives the
   *     same come before it
   * @param brier sum over the classes of the squared distance of their probability from 1, for the
   *     image's class, or from 0, in [0, 2] (Brier 1950, Monthly Weather Review 78, pages 1 to 3)
   */
  public record Standing(int rank, float brier) {}

  /** A prediction of a version that kept nothing of the other classes. */
  public Prediction(
      String image,
      String trueClass,
      String predictedClass,
      float probability,
      float trueClassProbability) {
    this(image, trueClass, predictedClass, probability, trueClassProbability, Optional.empty());
  }

  /** Whether the image is classified correctly. */
  public boolean correct() {
    return predictedClass.equals(trueClass);
  }

  /** The cross-entropy in nats; a probability of nought counts as the least that floats hold. */
  public double loss() {
    return -Math.log(Math.max(trueClassProbability, Float.MIN_NORMAL));
  }
}
