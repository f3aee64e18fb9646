package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;

/**
 * Counts how well a model classified some images.
 *
 * @param lossSum cross-entropy summed over the images, in nats; in training each as often as it
 *     counts
 * @param correct number of images classified correctly
 * @param images number of images
 */
public record LossAndAccuracy(double lossSum, int correct, int images) {
  /** Counts no image. */
  public static final LossAndAccuracy NONE = new LossAndAccuracy(0, 0, 0);

  /**
   * Computes the softmax cross-entropy of logits against labels, summed over the images.
   *
   * @param logits {@code (B, K)}
   * @param labels {@code (B)}, 64-bit class indices, or {@code (B, K)}, what each class is given
   * @return a scalar, in nats, owned by the manager of {@code logits}
   */
  static NDArray crossEntropy(NDArray logits, NDArray labels) {
    return sum(labels, logits.logSoftmax(-1));
  }

  /**
   * Does the same with what an image of each class counts.
   *
   * @param classWeights {@code (K)}, or {@code (0)} where all images count alike
   */
  static NDArray crossEntropy(NDArray logits, NDArray labels, NDArray classWeights) {
    NDArray logProbabilities = logits.logSoftmax(-1);
    return sum(
        labels, classWeights.isEmpty() ? logProbabilities : logProbabilities.mul(classWeights));
  }

  private static NDArray sum(NDArray labels, NDArray logProbabilities) {
    if (labels.getShape().dimension() == 2) {
      return logProbabilities.mul(labels).sum().neg();
    }
    return logProbabilities.gather(labels.expandDims(1), 1).sum().neg();
  }

  /**
   * Computes loss and accuracy of logits.
   *
   * @param logits {@code (B, K)}
   * @param labels {@code (B)}, 64-bit class indices, or {@code (B, K)}, what each class is given
   */
  public static LossAndAccuracy of(NDArray logits, NDArray labels) {
    return of(logits, labels, crossEntropy(logits, labels));
  }

  /**
   * Computes loss and accuracy of one image, in double precision.
   *
   * @param logits {@code (K)}; of equal ones the first counts
   * @param label class index
   */
  public static LossAndAccuracy of(double[] logits, int label) {
    int predicted = 0;
    for (int k = 1; k < logits.length; k++) {
      predicted = logits[k] > logits[predicted] ? k : predicted;
    }
    double sum = 0;
    for (double logit : logits) {
      sum += StrictMath.exp(logit - logits[predicted]);
    }
    double loss = StrictMath.log(sum) - (logits[label] - logits[predicted]);
    return new LossAndAccuracy(loss, predicted == label ? 1 : 0, 1);
  }

  /** Takes the summed loss as it was computed; nothing is recorded of the accuracy. */
  static LossAndAccuracy of(NDArray logits, NDArray labels, NDArray lossSum) {
    long[] predicted = logits.argMax(-1).toLongArray();
    long[] expected = classes(labels);
    int correct = 0;
    for (int i = 0; i < expected.length; i++) {
      if (predicted[i] == expected[i]) {
        correct++;
      }
    }
    return new LossAndAccuracy(lossSum.getFloat(), correct, expected.length);
  }

  /** Returns the class that has the largest share of each image. */
  private static long[] classes(NDArray labels) {
    if (labels.getShape().dimension() == 1) {
      return labels.toLongArray();
    }
    try (NDArray largest = labels.argMax(-1)) {
      return largest.toLongArray();
    }
  }

  /** Adds both counts. */
  public LossAndAccuracy plus(LossAndAccuracy other) {
    return new LossAndAccuracy(
        lossSum + other.lossSum, correct + other.correct, images + other.images);
  }

  /** Returns the mean cross-entropy in nats. */
  public double loss() {
    return lossSum / images;
  }

  /** Returns the share classified correctly, in [0, 1]. */
  public double accuracy() {
    return (double) correct / images;
  }
}
