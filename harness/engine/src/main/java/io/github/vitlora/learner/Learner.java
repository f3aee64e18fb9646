package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.optimizer.TrainableState;
import io.github.vitlora.regime.TrainingSpec;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Takes optimizer steps over batches that are computed in pieces: the gradient of a batch's mean
 * loss is the sum of the pieces' gradients, each divided by the size of the whole batch.
 */
public interface Learner extends TrainableState, AutoCloseable {

  /**
   * Returns the fastest learner of a model.
   *
   * @param parent the learner's arrays belong to a child of it
   * @param kernels compiled, if they can serve
   */
  static Learner of(
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
  LossAndAccuracy accumulate(NDArray pixels, NDArray labels, int batchSize);

  /**
   * Returns the gradients added since the last step, by parameter, to be read before the next call.
   */
  Map<String, NDArray> gradients();

  /**
   * Maps images to logits, without recording gradients.
   *
   * @param pixels {@code (b, channels, S, S)}
   * @return {@code (b, K)}, owned by the manager of {@code pixels}
   */
  NDArray logits(NDArray pixels);

  /**
   * Returns loss and accuracy of logits.
   *
   * @param logits {@code (b, K)}, as {@link #logits} gives them
   * @param labels {@code (b)}, 64-bit class indices
   */
  LossAndAccuracy tally(NDArray logits, NDArray labels);

  /**
   * Classifies images.
   *
   * @param pixels {@code (b, channels, S, S)}; whatever is computed from it belongs to its manager
   * @param labels {@code (b)}, 64-bit class indices
   */
  default LossAndAccuracy evaluate(NDArray pixels, NDArray labels) {
    return tally(logits(pixels), labels);
  }

  /**
   * Moves the parameters along the gradients added since the last call.
   *
   * @param learningRate of this step
   * @return the gradients' common norm before they were clipped; empty where they are not
   */
  OptionalDouble apply(double learningRate);

  /** Has to be called after others changed the model's weights. */
  default void weightsChanged() {
    // Nothing is made of them in advance.
  }

  /**
   * Goes on where an earlier run stopped.
   *
   * @param steps that run had taken
   */
  void resumeAfter(long steps);

  @Override
  void close();
}
