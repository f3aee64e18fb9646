package io.github.vitlora.experiment;

import java.util.Optional;

/**
 * Where a regime departs from the recipe that the others share: what suits full fine-tuning seldom
 * suits LoRA.
 *
 * @param regime key of the regime, all its ranks
 * @param learningRate its own, where it has one
 * @param epochs its own, where it has them
 */
public record RecipeOverride(
    String regime, Optional<Double> learningRate, Optional<Integer> epochs) {

  TrainingSpec apply(TrainingSpec shared) {
    TrainingSpec recipe = shared;
    if (learningRate.isPresent()) {
      recipe = recipe.withLearningRate(learningRate.get());
    }
    return epochs.isPresent() ? recipe.withEpochs(epochs.get()) : recipe;
  }
}
