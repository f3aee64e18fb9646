package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;

/** Softmax cross-entropy of logits against labels. */
public final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * The loss summed over the images.
   *
   * @param logits {@code (B, K)}
   * @param labels {@code (B)}, 64-bit class indices, or {@code (B, K)}, what each class is given
   * @return a scalar, in nats, owned by the manager of {@code logits}
   */
  static NDArray sum(NDArray logits, NDArray labels) {
    if (labels.getShape().dimension() == 2) {
      return logits.logSoftmax(-1).mul(labels).sum().neg();
    }
    NDArray chosen = logits.logSoftmax(-1).gather(labels.expandDims(1), 1);
    return chosen.sum().neg();
  }

  /** How the model did on these images, by logits alone. */
  public static LossAndAccuracy tally(NDArray logits, NDArray labels) {
    return tally(logits, labels, sum(logits, labels));
  }

  /** How the model did on these images; nothing of it is recorded. */
  public static LossAndAccuracy tally(NDArray logits, NDArray labels, NDArray lossSum) {
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

  /** Of images that show several, the class that has the largest share. */
  private static long[] classes(NDArray labels) {
    if (labels.getShape().dimension() == 1) {
      return labels.toLongArray();
    }
    try (NDArray largest = labels.argMax(-1)) {
      return largest.toLongArray();
    }
  }
}
