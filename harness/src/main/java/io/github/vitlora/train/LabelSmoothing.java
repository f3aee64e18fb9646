package io.github.vitlora.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * What a network is to say of training images: their class, or most of it and the rest spread
 * evenly over all classes (Szegedy et al. 2016, arXiv:1512.00567), as PyTorch's {@code
 * CrossEntropyLoss} has it.
 *
 * @param share that is spread, in [0, 1)
 * @param classes K
 */
record LabelSmoothing(double share, int classes) {

  /**
   * The targets of some images.
   *
   * @param labels {@code (b)}, 64-bit class indices
   * @return the labels themselves where nothing is spread, else {@code (b, K)}, owned by their
   *     manager
   */
  NDArray targets(NDArray labels) {
    if (share == 0) {
      return labels;
    }
    long[] chosen = labels.toLongArray();
    float[] targets = new float[chosen.length * classes];
    Arrays.fill(targets, (float) (share / classes));
    for (int i = 0; i < chosen.length; i++) {
      targets[i * classes + Math.toIntExact(chosen[i])] = (float) (1 - share + share / classes);
    }
    // Into memory of the engine's own: its alignment is then the same in every run.
    try (NDArray view = labels.getManager().create(targets, new Shape(chosen.length, classes))) {
      return view.duplicate();
    }
  }
}
