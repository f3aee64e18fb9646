package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.model.Tensors;
import java.nio.FloatBuffer;

/**
 * Smooths labels (Szegedy et al. 2016, arXiv:1512.00567) as PyTorch's {@code CrossEntropyLoss}
 * does: a share of each target is spread evenly over all classes.
 *
 * @param share that is spread, in [0, 1)
 * @param classes K
 */
record LabelSmoothing(double share, int classes) {

  /**
   * Returns the targets of some images.
   *
   * @param labels {@code (b)}, 64-bit class indices, or {@code (b, K)}, what each class is given
   * @return the labels themselves where nothing is spread, else {@code (b, K)}, owned by their
   *     manager
   */
  NDArray targets(NDArray labels) {
    if (share == 0) {
      return labels;
    }
    float[] targets =
        labels.getShape().dimension() == 2 ? labels.toFloatArray() : whole(labels.toLongArray());
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (float) ((1 - share) * targets[i] + share / classes);
    }
    Shape shape = new Shape(targets.length / classes, classes);
    return Tensors.copy(labels.getManager(), FloatBuffer.wrap(targets), shape);
  }

  private float[] whole(long[] labels) {
    float[] shares = new float[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      shares[i * classes + Math.toIntExact(labels[i])] = 1;
    }
    return shares;
  }
}
