package io.github.vitlora.learner;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.optimizer.GradientClipping;
import io.github.vitlora.optimizer.Optimizer;
import io.github.vitlora.regime.TrainingSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Learns by DJL's operators and libtorch's autograd. */
final class PlainLearner implements Learner {
  private final TunableModel model;
  private final NDManager manager;
  private final Optimizer optimizer;
  private final LabelSmoothing smoothing;
  private final Optional<Double> clipping;

  /**
   * Prepares to train {@code model}.
   *
   * @param parent the optimizer's state belongs to a child of it
   * @param recipe names the update rule
   */
  PlainLearner(NDManager parent, TunableModel model, TrainingSpec recipe) {
    this.model = model;
    manager = parent;
    smoothing = new LabelSmoothing(recipe.options().labelSmoothing(), model.classes());
    clipping = recipe.options().gradientClipping();
    optimizer = Optimizer.plain(parent, recipe, model.trainable(), model::learningRateFactor);
  }

  @Override
  public LossAndAccuracy accumulate(NDArray pixels, NDArray labels, int batchSize) {
    NDManager scope = pixels.getManager();
    NDArray targets = smoothing.targets(labels);
    NDArray weight = scope.full(new Shape(), 1f / batchSize, DataType.FLOAT32);
    try (GradientCollector collector =
        Engine.getEngine(scope.getEngine().getEngineName()).newGradientCollector()) {
      NDArray logits = model.network().logits(pixels, true);
      NDArray lossSum = CrossEntropy.sum(logits, targets);
      collector.backward(lossSum.mul(weight));
      return CrossEntropy.tally(logits, labels, lossSum);
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
    return CrossEntropy.tally(logits, labels);
  }

  @Override
  public OptionalDouble apply(double learningRate) {
    OptionalDouble norm =
        clipping.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(
                GradientClipping.clip(manager, model.trainable().values(), clipping.get()));
    optimizer.step(learningRate);
    waitForTheDevice();
    return norm;
  }

  /** A GPU computes while Java goes on, and times would be those of asking it to. */
  private void waitForTheDevice() {
    NDArray any = model.trainable().values().iterator().next();
    if (any.getDevice().isGpu()) {
      try (NDArray sum = any.sum()) {
        sum.toFloatArray();
      }
    }
  }

  @Override
  public void resumeAfter(long steps) {
    optimizer.resumeAfter(steps);
  }

  @Override
  public void write(SafetensorsWriter writer) {
    model.write(writer);
    optimizer.write(writer);
  }

  @Override
  public void read(SafetensorsFile saved) throws IOException {
    model.read(saved);
    optimizer.read(saved);
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
