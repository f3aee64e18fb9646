package io.github.vitlora.regime;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.OptBoolean;
import io.github.vitlora.io.Range;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;

/**
 * Holds the recipe that a trial follows.
 *
 * @param epochs passes over the training images
 * @param batchSize images per optimizer step; the last step of an epoch may have fewer
 * @param microBatch images computed at once; the gradients of a batch's pieces are added
 * @param optimizer the update rule
 * @param learningRate the learning rate, or the highest one where a schedule changes it; the first
 *     of those to try where the options have several; of no meaning where it is searched, until the
 *     regime is known
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
    return withRates(other, List.of(), false, Optional.empty());
  }

  /**
   * Returns the same recipe, which tries several learning rates and goes on with the best.
   *
   * @param several at least two
   */
  public TrainingSpec withLearningRates(List<Double> several) {
    return withRates(several.get(0), several, false, Optional.empty());
  }

  /** Returns the same recipe, which searches its learning rate; {@link #of} says where. */
  public TrainingSpec withAutoLearningRate() {
    return withRates(learningRate, List.of(), true, Optional.empty());
  }

  /**
   * Returns the recipe for a regime: a search for the learning rate begins around the regime's
   * usual one. SGD's usual rates are a hundred times Adam's: the Vision Transformer's authors
   * fine-tune by SGD at 0.001 to 0.06 (Dosovitskiy et al. 2021, arXiv:2010.11929, appendix B).
   */
  public TrainingSpec of(Regime regime) {
    if (!options.autoLearningRate()) {
      return this;
    }
    double usual = regime.usualLearningRate() * (optimizer == OptimizerKind.SGD ? 100 : 1);
    List<Double> first = RateBracket.around(usual);
    return withRates(first.get(0), first, true, Optional.empty());
  }

  /** Returns the same recipe at the rate that the trial of another seed chose. */
  public TrainingSpec withLearningRateOf(long seed, double chosen) {
    return withRates(chosen, List.of(), false, Optional.of(seed));
  }

  private TrainingSpec withRates(
      double first, List<Double> several, boolean auto, Optional<Long> fromSeed) {
    return with(
        recipe -> recipe.learningRate(first).options(options.with(several, auto, fromSeed)));
  }
}
