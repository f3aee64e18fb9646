package io.github.vitlora.regime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.github.vitlora.io.Range;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Says where a regime departs from the recipe that the others share: what suits full fine-tuning
 * seldom suits LoRA. JSON leaves out what came later than the first version where it is absent.
 *
 * @param regime key of the regime, all its ranks
 * @param learningRate its own, where it has one
 * @param epochs its own, where it has them
 * @param schedule its own, where it has one
 * @param warmupFraction its own, where it has one
 * @param weightDecay its own, where it has one
 * @param learningRates its own to try, at least two; none where it has one or the shared ones
 * @param layerDecay its own, where it has one; 1 for none
 * @param dropPath its own, where it has one
 * @param classWeights its own, where it has them
 * @param sampling its own, where it has one
 * @param autoLearningRate whether it searches its own
 */
@JsonDeserialize(builder = RecipeOverrideBuilder.class)
@BuiltFromJson
public record RecipeOverride(
    String regime,
    Optional<Double> learningRate,
    Optional<Integer> epochs,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ScheduleKind> schedule,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> warmupFraction,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> weightDecay,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> learningRates,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> layerDecay,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> dropPath,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ClassWeights> classWeights,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Sampling> sampling,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean autoLearningRate) {
  /**
   * Checks the numbers and copies the list; takes no null.
   *
   * @throws IllegalArgumentException if a number is not allowed, saying what is
   */
  public RecipeOverride {
    Objects.requireNonNull(regime, "regime");
    learningRate.ifPresent(rate -> Range.POSITIVE.require("learningRate", rate));
    epochs.ifPresent(own -> Range.COUNT.require("epochs", own));
    warmupFraction.ifPresent(share -> Range.FRACTION.require("warmupFraction", share));
    weightDecay.ifPresent(decay -> Range.NOT_NEGATIVE.require("weightDecay", decay));
    learningRates.forEach(rate -> Range.POSITIVE.require("learningRates", rate));
    learningRates = List.copyOf(learningRates);
    layerDecay.ifPresent(decay -> Range.UP_TO_ONE.require("layerDecay", decay));
    dropPath.ifPresent(probability -> Range.FRACTION.require("dropPath", probability));
  }

  /** Returns the recipe that the regime follows. */
  public TrainingSpec apply(TrainingSpec shared) {
    TrainingSpec recipe = shared;
    recipe = learningRate.map(recipe::withLearningRate).orElse(recipe);
    recipe = learningRates.isEmpty() ? recipe : recipe.withLearningRates(learningRates);
    recipe = autoLearningRate ? recipe.withAutoLearningRate() : recipe;
    recipe = epochs.map(recipe::withEpochs).orElse(recipe);
    recipe = schedule.map(recipe::withSchedule).orElse(recipe);
    recipe = warmupFraction.map(recipe::withWarmupFraction).orElse(recipe);
    recipe = weightDecay.map(recipe::withWeightDecay).orElse(recipe);
    TrainingOptions options = recipe.options();
    options = layerDecay.map(options::withLayerDecay).orElse(options);
    options = dropPath.map(options::withDropPath).orElse(options);
    options = classWeights.map(options::withClassWeights).orElse(options);
    return recipe.withOptions(sampling.map(options::withSampling).orElse(options));
  }

  /** Returns whether the regime follows the shared recipe after all. */
  public boolean changesNothing() {
    return learningRate.isEmpty()
        && epochs.isEmpty()
        && schedule.isEmpty()
        && warmupFraction.isEmpty()
        && weightDecay.isEmpty()
        && learningRates.isEmpty()
        && layerDecay.isEmpty()
        && dropPath.isEmpty()
        && classWeights.isEmpty()
        && sampling.isEmpty()
        && !autoLearningRate;
  }
}
