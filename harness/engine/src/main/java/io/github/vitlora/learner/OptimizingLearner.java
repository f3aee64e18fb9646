package io.github.vitlora.learner;

import ai.djl.ndarray.NDManager;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.optimizer.Optimizer;
import io.github.vitlora.optimizer.ParameterGroup;
import io.github.vitlora.regime.TrainingSpec;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Takes steps by an optimizer, whatever computes the gradients. */
abstract class OptimizingLearner implements Learner {
  /** The model is trained. */
  final TunableModel model;

  /** The manager owns what training needs besides the model. */
  final NDManager manager;

  /** Label smoothing makes the targets of images. */
  final LabelSmoothing smoothing;

  private final Optimizer optimizer;
  private final Optional<Double> clipping;

  OptimizingLearner(
      NDManager manager, TunableModel model, TrainingSpec recipe, Optimizer optimizer) {
    this.manager = manager;
    this.model = model;
    this.optimizer = optimizer;
    smoothing = new LabelSmoothing(recipe.options().labelSmoothing(), model.classes());
    clipping = recipe.options().gradientClipping();
  }

  /** Returns the group of each of a model's parameters by its name. */
  static Function<String, ParameterGroup> groups(TunableModel model, TrainingSpec recipe) {
    return name ->
        ParameterGroup.of(model.spec(name), recipe.weightDecay(), model.learningRateFactor(name));
  }

  /**
   * Shortens the gradients to a common norm.
   *
   * @return their norm before
   */
  abstract double clip(double largestNorm);

  /** Does what has to follow a step. */
  abstract void stepped();

  @Override
  public final OptionalDouble apply(double learningRate) {
    OptionalDouble norm =
        clipping.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(clip(clipping.get()));
    optimizer.step(learningRate);
    stepped();
    return norm;
  }

  @Override
  public final void resumeAfter(long steps) {
    optimizer.resumeAfter(steps);
  }

  @Override
  public final void write(SafetensorsWriter writer) {
    model.write(writer);
    optimizer.write(writer);
  }

  @Override
  public final void read(SafetensorsFile saved) throws IOException {
    model.read(saved);
    optimizer.read(saved);
    weightsChanged();
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
