package io.github.vitlora.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import java.util.List;

/**
 * What makes a LoRA regime differ from the plain one. JSON has only what does: a trial without
 * options is written, and its recipe hashed, as it was before there were any.
 *
 * @param alsoTrain suffixes of the names of modules that are trained whole beside the adapters
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
@JsonDeserialize(builder = LoraOptions.Builder.class)
public record LoraOptions(List<String> alsoTrain) {

  /** Adapters and head alone. */
  public static final LoraOptions PLAIN = builder().build();

  /** Copies the list. */
  public LoraOptions {
    alsoTrain = List.copyOf(alsoTrain);
  }

  /** Jackson's measure of what is left out. */
  LoraOptions() {
    this(List.of());
  }

  /** Starts from {@link #PLAIN}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether a weight belongs to a module that is trained whole. */
  boolean alsoTrains(String weight) {
    return alsoTrain.stream().anyMatch(suffix -> ModuleNames.holds(suffix, weight));
  }

  /** Gathers options; what is not said is as in {@link #PLAIN}. */
  @JsonPOJOBuilder(withPrefix = "")
  public static final class Builder {
    private List<String> alsoTrain = List.of();

    private Builder() {}

    /** Modules that are trained whole, by suffixes of their names. */
    public Builder alsoTrain(List<String> suffixes) {
      alsoTrain = suffixes;
      return this;
    }

    /** The options. */
    public LoraOptions build() {
      return new LoraOptions(alsoTrain);
    }
  }

  /** Equals what a trial's JSON need not say. */
  static final class Plain {
    @Override
    public boolean equals(Object other) {
      return PLAIN.equals(other);
    }

    @Override
    public int hashCode() {
      return PLAIN.hashCode();
    }
  }
}
