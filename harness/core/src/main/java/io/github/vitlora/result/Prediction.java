package io.github.vitlora.result;

/**
 * What a trained model made of one test image.
 *
 * @param image names it within its data set: {@code val/n02086240/00001.JPEG}, {@code test/17}
 * @param trueClass what it shows
 * @param predictedClass the most probable class
 * @param probability that the model gives the predicted class
 * @param trueClassProbability that the model gives what the image shows
 */
public record Prediction(
    String image,
    String trueClass,
    String predictedClass,
    float probability,
    float trueClassProbability) {

  /** Whether the image is classified correctly. */
  public boolean correct() {
    return predictedClass.equals(trueClass);
  }

  /** The cross-entropy in nats; a probability of nought counts as the least that floats hold. */
  public double loss() {
    return -Math.log(Math.max(trueClassProbability, Float.MIN_NORMAL));
  }
}
