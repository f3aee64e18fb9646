package io.github.vitlora.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.vitlora.experiment.TrainingSpec;
import io.github.vitlora.model.SafetensorsFile;
import io.github.vitlora.model.SafetensorsWriter;
import io.github.vitlora.model.TunableModel;
import java.io.IOException;

/**
 * One optimizer step over a batch that is computed in pieces: the gradient of the batch's mean loss
 * is the sum of the pieces' gradients, each divided by the size of the whole batch.
 */
final class GradientStep implements TrainableState, AutoCloseable {
  private final TunableModel model;
  private final Adam optimizer;

  /**
   * Prepares to train {@code model}.
   *
   * @param parent the optimizer's state belongs to a child of it
   * @param recipe names the update rule
   */
  GradientStep(NDManager parent, TunableModel model, TrainingSpec recipe) {
    this.model = model;
    optimizer = new Adam(parent, model.trainable(), recipe.weightDecay());
  }

  /**
   * Adds the gradients of a piece.
   *
   * @param pixels {@code (b, 3, S, S)}; whatever is computed from it belongs to its manager
   * @param labels {@code (b)}, 64-bit class indices
   * @param batchSize number of images of the whole batch
   * @return how the model did before the step
   */
  Tally accumulate(NDArray pixels, NDArray labels, int batchSize) {
    NDManager scope = pixels.getManager();
    NDArray weight = scope.full(new Shape(), 1f / batchSize, DataType.FLOAT32);
    try (GradientCollector collector =
        Engine.getEngine(scope.getEngine().getEngineName()).newGradientCollector()) {
      NDArray logits = model.network().logits(pixels, true);
      NDArray lossSum = CrossEntropy.sum(logits, labels);
      collector.backward(lossSum.mul(weight));
      return CrossEntropy.tally(logits, labels, lossSum);
    }
  }

  /**
   * Moves the parameters along the gradients added since the last call.
   *
   * @param learningRate of this step
   */
  void apply(double learningRate) {
    optimizer.step(learningRate);
  }

  /**
   * Goes on where an earlier run stopped.
   *
   * @param steps that run had taken
   */
  void resumeAfter(long steps) {
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
