package io.github.vitlora.testing;

import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.regime.OptimizerKind;
import io.github.vitlora.regime.Precision;
import io.github.vitlora.regime.TrainingSpec;

/** Recipes and data sets that differ from given ones in one thing. */
public final class Variations {
  private Variations() {}

  /** The same recipe by another update rule. */
  public static TrainingSpec by(OptimizerKind optimizer, TrainingSpec recipe) {
    return with(optimizer, recipe.precision(), recipe);
  }

  /** The same recipe in another number format. */
  public static TrainingSpec in(Precision precision, TrainingSpec recipe) {
    return with(recipe.optimizer(), precision, recipe);
  }

  private static TrainingSpec with(
      OptimizerKind optimizer, Precision precision, TrainingSpec recipe) {
    return new TrainingSpec(
        recipe.epochs(),
        recipe.batchSize(),
        recipe.microBatch(),
        optimizer,
        recipe.learningRate(),
        recipe.schedule(),
        recipe.warmupFraction(),
        recipe.weightDecay(),
        precision,
        recipe.options());
  }

  /** The same images, changed at random in training. */
  public static DatasetSpec augmented(DatasetSpec plain, AugmentationSpec augmentation) {
    return new DatasetSpec(
        plain.origin(),
        plain.train(),
        plain.test(),
        plain.validationFraction(),
        plain.limit(),
        plain.transform(),
        plain.classes(),
        augmentation);
  }
}
