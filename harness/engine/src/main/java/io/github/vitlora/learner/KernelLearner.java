package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.KernelNetwork;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.optimizer.GradientClipping;
import io.github.vitlora.optimizer.Optimizer;
import io.github.vitlora.regime.TrainingSpec;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Learns by kernels with a backward pass of their own. */
class KernelLearner implements Learner {
  private final TunableModel model;

  /** Computes. */
  final KernelNetwork network;

  /** What images are to be taken for. */
  final LabelSmoothing smoothing;

  private final NDManager manager;
  private final Script script;
  private final Optimizer optimizer;
  private final Optional<Double> clipping;

  /**
   * Prepares to train {@code model}.
   *
   * @param parent gradients and the optimizer's state belong to children of it
   */
  KernelLearner(NDManager parent, TunableModel model, TrainingSpec recipe, Script script) {
    this.model = model;
    this.script = script;
    manager = parent;
    smoothing = new LabelSmoothing(recipe.options().labelSmoothing(), model.classes());
    clipping = recipe.options().gradientClipping();
    network = new KernelNetwork(parent, model, script);
    optimizer =
        Optimizer.fused(
            parent,
            recipe,
            model.trainable(),
            network.gradients(),
            model::learningRateFactor,
            script);
  }

  @Override
  public LossAndAccuracy accumulate(NDArray pixels, NDArray labels, int batchSize) {
    return read(network.accumulate(pixels, smoothing.targets(labels), batchSize), labels);
  }

  @Override
  public Map<String, NDArray> gradients() {
    return network.gradients();
  }

  @Override
  public NDArray logits(NDArray pixels) {
    return network.logits(pixels);
  }

  @Override
  public LossAndAccuracy tally(NDArray logits, NDArray labels) {
    return read(network.losses(logits, labels), labels);
  }

  static LossAndAccuracy read(NDArray losses, NDArray labels) {
    float[] values = losses.toFloatArray();
    return new LossAndAccuracy(
        values[0], Math.round(values[1]), Math.toIntExact(labels.getShape().get(0)));
  }

  @Override
  public OptionalDouble apply(double learningRate) {
    OptionalDouble norm =
        clipping.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(
                GradientClipping.clip(
                    manager, script, network.gradients().values(), clipping.get()));
    optimizer.step(learningRate);
    network.weightsChanged();
    return norm;
  }

  @Override
  public void weightsChanged() {
    network.weightsChanged();
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
    network.weightsChanged();
  }

  @Override
  public void close() {
    network.close();
    optimizer.close();
  }
}
