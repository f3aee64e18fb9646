package io.github.vitlora.regime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import java.util.List;
import java.util.Optional;

/**
 * Where a regime departs from the recipe that the others share: what suits full fine-tuning seldom
 * suits LoRA. JSON leaves out what came later than the first version where it is absent.
 *
 * @param regime key of the regime, all its ranks
 * @param learningRate its own, where it has one
 * @param epochs its own, where it has them
 * @param schedule its own, where it has one
 * @param warmupFraction its own, where it has one
 * @param weightDecay its own, where it has one
 * @param learningRates its own to try, at least two; none where it has one or the shared ones
 */
@JsonDeserialize(builder = RecipeOverride.Builder.class)
public record RecipeOverride(
    String regime,
    Optional<Double> learningRate,
    Optional<Integer> epochs,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ScheduleKind> schedule,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> warmupFraction,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> weightDecay,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> learningRates) {

  /** Copies the list. */
  public RecipeOverride {
    learningRates = List.copyOf(learningRates);
  }

  /** Starts from an override of nothing. */
  public static Builder builder() {
    return new Builder();
  }

  public TrainingSpec apply(TrainingSpec shared) {
    TrainingSpec recipe = shared;
    recipe = learningRate.map(recipe::withLearningRate).orElse(recipe);
    recipe = learningRates.isEmpty() ? recipe : recipe.withLearningRates(learningRates);
    recipe = epochs.map(recipe::withEpochs).orElse(recipe);
    recipe = schedule.map(recipe::withSchedule).orElse(recipe);
    recipe = warmupFraction.map(recipe::withWarmupFraction).orElse(recipe);
    return weightDecay.map(recipe::withWeightDecay).orElse(recipe);
  }

  /** Whether the regime follows the shared recipe after all. */
  public boolean changesNothing() {
    return learningRate.isEmpty()
        && epochs.isEmpty()
        && schedule.isEmpty()
        && warmupFraction.isEmpty()
        && weightDecay.isEmpty()
        && learningRates.isEmpty();
  }

  /** Gathers what a regime says; the rest is the shared recipe's. */
  @JsonPOJOBuilder(withPrefix = "")
  public static final class Builder {
    private String regime = "";
    private Optional<Double> learningRate = Optional.empty();
    private Optional<Integer> epochs = Optional.empty();
    private Optional<ScheduleKind> schedule = Optional.empty();
    private Optional<Double> warmupFraction = Optional.empty();
    private Optional<Double> weightDecay = Optional.empty();
    private List<Double> learningRates = List.of();

    private Builder() {}

    @JsonProperty
    public Builder regime(String key) {
      regime = key;
      return this;
    }

    @JsonProperty
    public Builder learningRate(Optional<Double> own) {
      learningRate = own;
      return this;
    }

    @JsonProperty
    public Builder epochs(Optional<Integer> own) {
      epochs = own;
      return this;
    }

    @JsonProperty
    public Builder schedule(Optional<ScheduleKind> own) {
      schedule = own;
      return this;
    }

    @JsonProperty
    public Builder warmupFraction(Optional<Double> own) {
      warmupFraction = own;
      return this;
    }

    @JsonProperty
    public Builder weightDecay(Optional<Double> own) {
      weightDecay = own;
      return this;
    }

    @JsonProperty
    public Builder learningRates(List<Double> own) {
      learningRates = own;
      return this;
    }

    public RecipeOverride build() {
      return new RecipeOverride(
          regime, learningRate, epochs, schedule, warmupFraction, weightDecay, learningRates);
    }
  }
}
