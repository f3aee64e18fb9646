package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.batch.Batch;
import io.github.vitlora.batch.Batches;
import io.github.vitlora.dataset.LabelledImage;
import java.util.List;

/** Gives a learner its images as numbers: pixels or features. */
public interface Inputs {

  /**
   * Prepares passes over a split.
   *
   * @param split all its images, in its own order
   * @return seconds that others spent on it before, and these inputs did not; to be added to what
   *     the call takes
   */
  default double prepare(List<LabelledImage> split) {
    // Pixels are made ready batch by batch.
    return 0;
  }

  /**
   * Begins a pass.
   *
   * @param order images in the order wanted
   * @param size images in a batch
   */
  Batches pass(List<LabelledImage> order, int size);

  /**
   * Begins what is left of an epoch's pass over the training images.
   *
   * @param order of the whole epoch
   * @param epoch from 1
   * @param first place in the order that the pass begins at
   * @param size images in a batch
   */
  default Batches epoch(List<LabelledImage> order, int epoch, int first, int size) {
    return pass(order.subList(first, order.size()), size);
  }

  /**
   * Returns the images of a micro-batch as numbers.
   *
   * @param scope owner of the result
   */
  NDArray of(NDManager scope, Batch piece);
}
