package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.KernelNetwork;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.regime.TrainingSpec;

/** Trains only the classification head, on features that the rest of the network has computed. */
public final class HeadLearner extends KernelLearner {

  public HeadLearner(NDManager parent, TunableModel model, TrainingSpec recipe, Script script) {
    super(parent, model, recipe, script);
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
  public LossAndAccuracy accumulate(NDArray features, NDArray labels, int batchSize) {
    return read(network.accumulateHead(features, smoothing.targets(labels), batchSize), labels);
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
