package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.KernelNetwork;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.optimizer.GradientClipping;
import io.github.vitlora.optimizer.Optimizer;
import io.github.vitlora.regime.TrainingSpec;
import java.util.Map;
import java.util.Optional;

/** Trains by kernels with a backward pass of their own. */
class KernelLearner extends Learner {
  /** The network computes by kernels. */
  final KernelNetwork network;

  private final Script script;

  /**
   * Prepares to train {@code model}.
   *
   * @param parent gradients and the optimizer's state belong to children of it
   * @param perClass training images of each class, {@code (K)}
   */
  KernelLearner(
      NDManager parent, TunableModel model, TrainingSpec recipe, int[] perClass, Script script) {
    this(parent, model, recipe, perClass, script, new KernelNetwork(parent, model, script));
  }

  private KernelLearner(
      NDManager parent,
      TunableModel model,
      TrainingSpec recipe,
      int[] perClass,
      Script script,
      KernelNetwork network) {
    super(
        parent,
        model,
        recipe,
        perClass,
        Optimizer.fused(
            parent, recipe, model.trainable(), network.gradients(), groups(model, recipe), script));
    this.script = script;
    this.network = network;
  }

  @Override
  public LossAndAccuracy accumulate(NDArray pixels, NDArray labels, double divisor) {
    Optional<NDArray> paths = dropPath.factors(pixels.getManager(), pixels.getShape().get(0));
    NDArray targets = smoothing.targets(labels);
    return read(network.accumulate(pixels, targets, classWeights, divisor, paths), labels);
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
  double clip(double largestNorm) {
    return GradientClipping.clip(manager, script, network.gradients().values(), largestNorm);
  }

  @Override
  void stepped() {
    network.weightsChanged();
  }

  @Override
  public void weightsChanged() {
    network.weightsChanged();
  }

  @Override
  public void close() {
    network.close();
    super.close();
  }
}
