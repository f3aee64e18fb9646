package io.github.vitlora.regime;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.OptBoolean;
import io.github.vitlora.io.Range;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Holds the recipe that a trial follows.
 *
 * @param epochs passes over the training images
 * @param batchSize images per optimizer step; the last step of an epoch may have fewer
 * @param microBatch images computed at once; the gradients of a batch's pieces are added
 * @param optimizer the update rule
 * @param learningRate the learning rate, or the highest one where a schedule changes it; the first
 *     of those to try where the options have several
 * @param schedule what becomes of it in the course of the training
 * @param warmupFraction share of all optimizer steps over which it first rises from nought, in [0,
 *     1)
 * @param weightDecay decoupled weight decay of AdamW, or the L2 penalty of SGD, not negative; 0 for
 *     Adam
 * @param precision the number format of the network's products
 * @param options where it differs from the plain recipe
 */
@RecordBuilder
public record TrainingSpec(
    int epochs,
    int batchSize,
    int microBatch,
    OptimizerKind optimizer,
    double learningRate,
    ScheduleKind schedule,
    double warmupFraction,
    double weightDecay,
    Precision precision,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = TrainingOptions.class)
        @JacksonInject(useInput = OptBoolean.TRUE)
        TrainingOptions options)
    implements TrainingSpecBuilder.With {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not allowed, saying what is
   */
  public TrainingSpec {
    Range.COUNT.require("epochs", epochs);
    Range.COUNT.require("batchSize", batchSize);
    Range.COUNT.require("microBatch", microBatch);
    Range.POSITIVE.require("learningRate", learningRate);
    Range.FRACTION.require("warmupFraction", warmupFraction);
    Range.NOT_NEGATIVE.require("weightDecay", weightDecay);
  }

  /** Makes a recipe of Adam at a constant learning rate. */
  public static TrainingSpec adam(int epochs, int batchSize, int microBatch, double learningRate) {
    return new TrainingSpec(
        epochs,
        batchSize,
        microBatch,
        OptimizerKind.ADAM,
        learningRate,
        ScheduleKind.CONSTANT,
        0,
        0,
        Precision.FLOAT32,
        TrainingOptions.PLAIN);
  }

  /** Returns the same recipe at another learning rate, and that alone. */
  @Override
  public TrainingSpec withLearningRate(double other) {
    return withLearningRates(other, List.of());
  }

  /**
   * Returns the same recipe, which tries several learning rates and goes on with the best.
   *
   * @param several at least two
   */
  public TrainingSpec withLearningRates(List<Double> several) {
    return withLearningRates(several.get(0), several);
  }

  private TrainingSpec withLearningRates(double first, List<Double> several) {
    return with(recipe -> recipe.learningRate(first).options(options.withLearningRates(several)));
  }
}
