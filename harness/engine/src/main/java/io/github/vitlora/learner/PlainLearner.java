package io.github.vitlora.learner;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.optimizer.GradientClipping;
import io.github.vitlora.optimizer.Optimizer;
import io.github.vitlora.regime.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Trains by DJL's operators and libtorch's autograd. */
final class PlainLearner extends Learner {

  /**
   * Prepares to train {@code model}.
   *
   * @param parent the optimizer's state belongs to a child of it
   * @param recipe names the update rule
   * @param perClass training images of each class, {@code (K)}
   */
  PlainLearner(NDManager parent, TunableModel model, TrainingSpec recipe, int[] perClass) {
    super(
        parent,
        model,
        recipe,
        perClass,
        Optimizer.plain(parent, recipe, model.trainable(), groups(model, recipe)));
  }

  @Override
  public LossAndAccuracy accumulate(NDArray pixels, NDArray labels, double divisor) {
    NDManager scope = pixels.getManager();
    NDArray targets = smoothing.targets(labels);
    Optional<NDArray> paths = dropPath.factors(scope, pixels.getShape().get(0));
    NDArray weight = scope.full(new Shape(), (float) (1 / divisor), DataType.FLOAT32);
    try (GradientCollector collector =
        Engine.getEngine(scope.getEngine().getEngineName()).newGradientCollector()) {
      NDArray logits = model.network().logits(pixels, paths);
      NDArray lossSum = LossAndAccuracy.crossEntropy(logits, targets, classWeights);
      collector.backward(lossSum.mul(weight));
      return LossAndAccuracy.of(logits, labels, lossSum);
    }
  }

  @Override
  public Map<String, NDArray> gradients() {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    model.trainable().forEach((name, array) -> gradients.put(name, array.getGradient()));
    return gradients;
  }

  @Override
  public NDArray logits(NDArray pixels) {
    return model.network().logits(pixels, false);
  }

  @Override
  public LossAndAccuracy tally(NDArray logits, NDArray labels) {
    return LossAndAccuracy.of(logits, labels);
  }

  @Override
  double clip(double largestNorm) {
    return GradientClipping.clip(manager, model.trainable().values(), largestNorm);
  }

  /** Waits for a GPU, which computes while Java goes on: measured times would end too early. */
  @Override
  void stepped() {
    NDArray any = model.trainable().values().iterator().next();
    if (any.getDevice().isGpu()) {
      try (NDArray sum = any.sum()) {
        sum.toFloatArray();
      }
    }
  }
}
