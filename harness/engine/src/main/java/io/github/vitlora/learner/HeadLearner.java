package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.KernelNetwork;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.regime.TrainingSpec;

/** Trains only the classification head, on features that the rest of the network has computed. */
public final class HeadLearner extends KernelLearner {

  /**
   * Prepares to train the head of {@code model}.
   *
   * @param parent owner of the learner's arrays
   * @param perClass training images of each class, {@code (K)}
   */
  public HeadLearner(
      NDManager parent, TunableModel model, TrainingSpec recipe, int[] perClass, Script script) {
    super(parent, model, recipe, perClass, script);
  }

  /** Returns the network that computes the features. */
  public KernelNetwork network() {
    return network;
  }

  /**
   * Does the same with features in place of pixels.
   *
   * @param features {@code (b, C)}
   */
  @Override
  public LossAndAccuracy accumulate(NDArray features, NDArray labels, double divisor) {
    NDArray targets = smoothing.targets(labels);
    return read(network.accumulateHead(features, targets, classWeights, divisor), labels);
  }

  /**
   * Does the same with features in place of pixels.
   *
   * @param features {@code (b, C)}
   */
  @Override
  public NDArray logits(NDArray features) {
    return network.classify(features);
  }
}
