package io.github.vitlora.optimizer;

import io.github.vitlora.regime.TrainingSpec;
import java.util.stream.LongStream;

/**
 * The learning rate of each optimizer step.
 *
 * @param recipe says how it changes
 * @param steps of the whole training
 */
public record LearningRates(TrainingSpec recipe, long steps) {

  /**
   * The rate of one step. In the warm-up of w steps it rises evenly, reaching its highest in the
   * last of them; from there it falls so that it would reach nought one step after the last.
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

  /** The highest of the steps from {@code first}, {@code count} of them. */
  public double highest(long first, long count) {
    return LongStream.range(first, first + count).mapToDouble(this::at).max().orElseThrow();
  }
}
