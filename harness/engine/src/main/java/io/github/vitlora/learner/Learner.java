package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.DropPath;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.optimizer.Optimizer;
import io.github.vitlora.optimizer.ParameterGroup;
import io.github.vitlora.optimizer.TrainableState;
import io.github.vitlora.regime.TrainingSpec;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Takes optimizer steps over batches that are computed in pieces: the gradient of a batch's mean
 * loss is the sum of the pieces' gradients, each divided by the size of the whole batch.
 */
public abstract class Learner implements TrainableState, AutoCloseable {
  /** The model is trained. */
  final TunableModel model;

  /** The manager owns what training needs besides the model. */
  final NDManager manager;

  /** Label smoothing makes the targets of images. */
  final LabelSmoothing smoothing;

  /** Paths are dropped by these draws. */
  final DropPath dropPath;

  private final Optimizer optimizer;
  private final Optional<Double> clipping;

  Learner(NDManager manager, TunableModel model, TrainingSpec recipe, Optimizer optimizer) {
    this.manager = manager;
    this.model = model;
    this.optimizer = optimizer;
    smoothing = new LabelSmoothing(recipe.options().labelSmoothing(), model.classes());
    dropPath = model.dropPath(recipe.options().dropPath());
    clipping = recipe.options().gradientClipping();
  }

  /**
   * Returns the fastest learner of a model.
   *
   * @param parent the learner's arrays belong to a child of it
   * @param kernels compiled, if they can serve
   */
  public static Learner of(
      NDManager parent, TunableModel model, TrainingSpec recipe, Optional<Script> kernels) {
    return kernels.isPresent()
        ? new KernelLearner(parent, model, recipe, kernels.get())
        : new PlainLearner(parent, model, recipe);
  }

  /**
   * Adds the gradients of a piece, its labels smoothed as the recipe says.
   *
   * @param pixels {@code (b, channels, S, S)}; whatever is computed from it belongs to its manager
   * @param labels {@code (b)}, 64-bit class indices, or {@code (b, K)}, what each class is given
   * @param batchSize number of images of the whole batch
   * @return how the model did before the step; of images that show several classes, the one with
   *     the largest share is held to be right
   */
  public abstract LossAndAccuracy accumulate(NDArray pixels, NDArray labels, int batchSize);

  /** Returns the gradients added since the last step, by parameter, valid until the next call. */
  public abstract Map<String, NDArray> gradients();

  /**
   * Maps images to logits, without recording gradients.
   *
   * @param pixels {@code (b, channels, S, S)}
   * @return {@code (b, K)}, owned by the manager of {@code pixels}
   */
  public abstract NDArray logits(NDArray pixels);

  /**
   * Returns loss and accuracy of logits.
   *
   * @param logits {@code (b, K)}, as {@link #logits} gives them
   * @param labels {@code (b)}, 64-bit class indices
   */
  public abstract LossAndAccuracy tally(NDArray logits, NDArray labels);

  /**
   * Classifies images.
   *
   * @param pixels {@code (b, channels, S, S)}; whatever is computed from it belongs to its manager
   * @param labels {@code (b)}, 64-bit class indices
   */
  public final LossAndAccuracy evaluate(NDArray pixels, NDArray labels) {
    return tally(logits(pixels), labels);
  }

  /**
   * Moves the parameters along the gradients added since the last call.
   *
   * @param learningRate of this step
   * @return the gradients' common norm before they were clipped; empty where they are not
   */
  public final OptionalDouble apply(double learningRate) {
    OptionalDouble norm =
        clipping.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(clip(clipping.get()));
    optimizer.step(learningRate);
    stepped();
    return norm;
  }

  /** Has to be called after others changed the model's weights. */
  public void weightsChanged() {
    // Nothing is made of them in advance.
  }

  /**
   * Goes on where an earlier run stopped.
   *
   * @param steps that run had taken
   */
  public final void resumeAfter(long steps) {
    optimizer.resumeAfter(steps);
  }

  /** Returns the group of each of a model's parameters by its name. */
  static Function<String, ParameterGroup> groups(TunableModel model, TrainingSpec recipe) {
    return name ->
        ParameterGroup.of(
            model.spec(name),
            recipe.weightDecay(),
            model.learningRateFactor(name, recipe.options()));
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
