package io.github.vitlora.regime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What makes a recipe differ from the plain one. JSON has only what does: a trial without options
 * is written, and its recipe hashed, as it was before there were any.
 *
 * @param momentum of SGD, in [0, 1)
 * @param nesterov whether that is Nesterov's
 * @param gradientClipping largest norm of a step's gradient, all trained parameters' together; a
 *     longer one is shortened to it
 * @param labelSmoothing share of a training image's label that is spread evenly over all classes,
 *     in [0, 1) (Szegedy et al. 2016, arXiv:1512.00567)
 * @param learningRates that a trial tries, at least two; none where the recipe has one
 * @param earlyStopping what ends a training before its last epoch, if anything does
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
@JsonDeserialize(builder = TrainingOptions.Builder.class)
public record TrainingOptions(
    double momentum,
    boolean nesterov,
    Optional<Double> gradientClipping,
    double labelSmoothing,
    List<Double> learningRates,
    Optional<EarlyStopping> earlyStopping) {

  /** Nothing of it. */
  public static final TrainingOptions PLAIN = builder().build();

  /** Copies the list; takes no null. */
  public TrainingOptions {
    Objects.requireNonNull(gradientClipping, "gradientClipping");
    learningRates = List.copyOf(learningRates);
    Objects.requireNonNull(earlyStopping, "earlyStopping");
  }

  /** Jackson's measure of what is left out. */
  TrainingOptions() {
    this(0, false, Optional.empty(), 0, List.of(), Optional.empty());
  }

  /** The same options with other rates to try. */
  TrainingOptions withLearningRates(List<Double> other) {
    return new TrainingOptions(
        momentum, nesterov, gradientClipping, labelSmoothing, other, earlyStopping);
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
    private Optional<Double> gradientClipping = Optional.empty();
    private double labelSmoothing;
    private List<Double> learningRates = List.of();
    private Optional<EarlyStopping> earlyStopping = Optional.empty();

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

    /** The largest norm of a gradient. */
    public Builder gradientClipping(Optional<Double> norm) {
      gradientClipping = norm;
      return this;
    }

    /** How much of a label is spread over all classes. */
    public Builder labelSmoothing(double share) {
      labelSmoothing = share;
      return this;
    }

    /** The learning rates to try. */
    public Builder learningRates(List<Double> several) {
      learningRates = several;
      return this;
    }

    /** What ends a training before its last epoch. */
    public Builder earlyStopping(Optional<EarlyStopping> rule) {
      earlyStopping = rule;
      return this;
    }

    /** The options. */
    public TrainingOptions build() {
      return new TrainingOptions(
          momentum, nesterov, gradientClipping, labelSmoothing, learningRates, earlyStopping);
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
