package io.github.vitlora.optimizer;

import io.github.vitlora.regime.TrainingSpec;
import java.util.stream.LongStream;

/**
 * Computes the learning rate of each optimizer step.
 *
 * @param recipe says how it changes
 * @param steps of the whole training
 */
public record LearningRates(TrainingSpec recipe, long steps) {

  /**
   * Returns the rate of one step. In the warm-up it rises evenly and is highest in the warm-up's
   * last step; from there it falls so that it would reach 0 one step after the last.
   *
   * @param step counted from 0
   */
  public double at(long step) {
    long warmup = Math.round(recipe.warmupFraction() * steps);
    if (step < warmup) {
      return recipe.learningRate() * (step + 1) / warmup;
    }
    double passed = (double) (step - warmup) / (steps - warmup);
    return recipe.learningRate()
        * switch (recipe.schedule()) {
          case CONSTANT -> 1;
          // StrictMath gives the same bits on every platform.
          case COSINE -> 0.5 * (1 + StrictMath.cos(Math.PI * passed));
          case LINEAR -> 1 - passed;
        };
  }

  /** Returns the highest rate of {@code count} steps from {@code first} on. */
  public double highest(long first, long count) {
    return LongStream.range(first, first + count).mapToDouble(this::at).max().orElseThrow();
  }
}
