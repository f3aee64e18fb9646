package io.github.vitlora.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;

/**
 * What makes a recipe differ from the plain one. JSON has only what does: a trial without options
 * is written, and its recipe hashed, as it was before there were any.
 *
 * @param momentum of SGD, in [0, 1)
 * @param nesterov whether that is Nesterov's
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
@JsonDeserialize(builder = TrainingOptions.Builder.class)
public record TrainingOptions(double momentum, boolean nesterov) {

  /** Nothing of it. */
  public static final TrainingOptions PLAIN = builder().build();

  /** Jackson's measure of what is left out. */
  TrainingOptions() {
    this(0, false);
  }

  /** Starts from {@link #PLAIN}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers options; what is not said is as in {@link #PLAIN}. */
  @JsonPOJOBuilder(withPrefix = "")
  public static final class Builder {
    private double momentum;
    private boolean nesterov;

    private Builder() {}

    /** How much of its last change a parameter keeps. */
    public Builder momentum(double share) {
      momentum = share;
      return this;
    }

    /** Whether the gradient is that of where momentum leads. */
    public Builder nesterov(boolean looksAhead) {
      nesterov = looksAhead;
      return this;
    }

    /** The options. */
    public TrainingOptions build() {
      return new TrainingOptions(momentum, nesterov);
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
