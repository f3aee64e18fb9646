package io.github.vitlora.regime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.github.vitlora.io.Range;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Says how a recipe differs from the plain one. JSON has only what does: a trial without options is
 * written, and its recipe hashed, as it was before there were any.
 *
 * @param momentum of SGD, in [0, 1)
 * @param nesterov whether that is Nesterov's
 * @param gradientClipping largest norm of a step's gradient, all trained parameters' together; a
 *     longer one is shortened to it
 * @param labelSmoothing share of a training image's label that is spread evenly over all classes,
 *     in [0, 1) (Szegedy et al. 2016, arXiv:1512.00567)
 * @param learningRates that a trial tries, at least two; none where the recipe has one
 * @param earlyStopping what ends a training before its last epoch, if anything does
 * @param autoLearningRate whether the search for a learning rate goes on beyond {@code
 *     learningRates}, where it only begins, as {@link RateBracket} does
 * @param rateFromSeed the seed whose trial chose the recipe's learning rate, where another one did
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
@JsonDeserialize(builder = TrainingOptionsBuilder.class)
@BuiltFromJson
public record TrainingOptions(
    double momentum,
    boolean nesterov,
    Optional<Double> gradientClipping,
    double labelSmoothing,
    List<Double> learningRates,
    Optional<EarlyStopping> earlyStopping,
    boolean autoLearningRate,
    Optional<Long> rateFromSeed) {
  /** Changes nothing. */
  public static final TrainingOptions PLAIN = new TrainingOptions();

  /**
   * Checks the numbers and copies the list; takes no null.
   *
   * @throws IllegalArgumentException if a number is not allowed, saying what is
   */
  public TrainingOptions {
    Range.FRACTION.require("momentum", momentum);
    gradientClipping.ifPresent(norm -> Range.POSITIVE.require("gradientClipping", norm));
    Range.FRACTION.require("labelSmoothing", labelSmoothing);
    learningRates.forEach(rate -> Range.POSITIVE.require("learningRates", rate));
    learningRates = List.copyOf(learningRates);
    Objects.requireNonNull(earlyStopping, "earlyStopping");
    Objects.requireNonNull(rateFromSeed, "rateFromSeed");
  }

  /** Makes the plain options, with which Jackson compares what it may leave out. */
  TrainingOptions() {
    this(0, false, Optional.empty(), 0, List.of(), Optional.empty(), false, Optional.empty());
  }

  /**
   * Returns the same options with another way to a learning rate.
   *
   * @param rates to try
   * @param auto whether the search goes on beyond them
   * @param fromSeed whose trial chose the rate
   */
  TrainingOptions with(List<Double> rates, boolean auto, Optional<Long> fromSeed) {
    return new TrainingOptions(
        momentum, nesterov, gradientClipping, labelSmoothing, rates, earlyStopping, auto, fromSeed);
  }
}
