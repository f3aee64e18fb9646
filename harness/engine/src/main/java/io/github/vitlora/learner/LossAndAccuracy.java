package io.github.vitlora.learner;

/**
 * What a model made of some images.
 *
 * @param lossSum cross-entropy summed over the images, in nats
 * @param correct number of images classified correctly
 * @param images number of images
 */
public record LossAndAccuracy(double lossSum, int correct, int images) {
  /** No image yet. */
  public static final LossAndAccuracy NONE = new LossAndAccuracy(0, 0, 0);

  /** Both together. */
  public LossAndAccuracy plus(LossAndAccuracy other) {
    return new LossAndAccuracy(
        lossSum + other.lossSum, correct + other.correct, images + other.images);
  }

  /** Mean cross-entropy, in nats. */
  public double loss() {
    return lossSum / images;
  }

  /** Share classified correctly, in [0, 1]. */
  public double accuracy() {
    return (double) correct / images;
  }
}
