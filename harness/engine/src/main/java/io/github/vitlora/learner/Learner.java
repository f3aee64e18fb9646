package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.batch.Batch;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.DropPath;
import io.github.vitlora.model.Tensors;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.optimizer.Optimizer;
import io.github.vitlora.optimizer.ParameterGroup;
import io.github.vitlora.optimizer.TrainableState;
import io.github.vitlora.regime.TrainingSpec;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Takes optimizer steps over batches that are computed in pieces: the gradient of a batch's mean
 * loss is the sum of the pieces' gradients, each divided by what the whole batch counts. The loss
 * is PyTorch's {@code CrossEntropyLoss(weight, label_smoothing)}: an image counts as much as its
 * class.
 */
public abstract class Learner implements TrainableState, AutoCloseable {
  /** The model is trained. */
  final TunableModel model;

  /** The manager owns what training needs besides the model. */
  final NDManager manager;

  /** Label smoothing makes the targets of images. */
  final LabelSmoothing smoothing;

  /** What an image of each class counts, {@code (K)}; {@code (0)} where all count alike. */
  final NDArray classWeights;

  /** Paths are dropped by these draws. */
  final DropPath dropPath;

  private final Optimizer optimizer;
  private final Optional<Double> clipping;
  private final double[] weights;

  /**
   * Prepares what all learners need.
   *
   * @param perClass training images of each class, {@code (K)}; of no use without class weights
   */
  Learner(
      NDManager manager,
      TunableModel model,
      TrainingSpec recipe,
      int[] perClass,
      Optimizer optimizer) {
    this.manager = manager;
    this.model = model;
    this.optimizer = optimizer;
    smoothing = new LabelSmoothing(recipe.options().labelSmoothing(), model.classes());
    weights = recipe.options().classWeights().of(perClass);
    FloatBuffer single = FloatBuffer.allocate(weights.length);
    Arrays.stream(weights).forEach(weight -> single.put((float) weight));
    classWeights = Tensors.copy(manager, single.flip(), new Shape(weights.length));
    dropPath = model.dropPath(recipe.options().dropPath());
    clipping = recipe.options().gradientClipping();
  }

  /**
   * Returns the fastest learner of a model, whose recipe has no class weights.
   *
   * @param parent owner of the learner's arrays
   * @param kernels compiled, if they can serve
   */
  public static Learner of(
      NDManager parent, TunableModel model, TrainingSpec recipe, Optional<Script> kernels) {
    return of(parent, model, recipe, new int[0], kernels);
  }

  /**
   * Returns the fastest learner of a model.
   *
   * @param parent owner of the learner's arrays
   * @param perClass training images of each class, {@code (K)}, by which classes are weighted
   * @param kernels compiled, if they can serve
   * @throws IllegalArgumentException if a class that is to be weighted has no image
   */
  public static Learner of(
      NDManager parent,
      TunableModel model,
      TrainingSpec recipe,
      int[] perClass,
      Optional<Script> kernels) {
    return kernels.isPresent()
        ? new KernelLearner(parent, model, recipe, perClass, kernels.get())
        : new PlainLearner(parent, model, recipe, perClass);
  }

  /**
   * Returns what the summed loss of a batch is divided by, as PyTorch's {@code CrossEntropyLoss}
   * has it: what its images count together; of images that show several classes, their number.
   */
  public final double divisor(Batch batch) {
    return weights.length == 0 || batch.partners().isPresent()
        ? batch.size()
        : Arrays.stream(batch.labels()).mapToDouble(label -> weights[(int) label]).sum();
  }

  /**
   * Adds the gradients of a piece, its labels smoothed and weighted as the recipe says.
   *
   * @param pixels {@code (b, channels, S, S)}; whatever is computed from it belongs to its manager
   * @param labels {@code (b)}, 64-bit class indices, or {@code (b, K)}, what each class is given
   * @param divisor of the whole batch, as {@link #divisor} gives it
   * @return how the model did before the step, with the loss that it trains by; of images that show
   *     several classes, the one with the largest share is held to be right
   */
  public abstract LossAndAccuracy accumulate(NDArray pixels, NDArray labels, double divisor);

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
   * Returns loss and accuracy of logits, of labels that are neither smoothed nor weighted.
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
    classWeights.close();
    optimizer.close();
  }
}
