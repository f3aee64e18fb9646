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
 * @param classWeights how much an image counts in the training loss, by its class
 * @param sampling which training images an epoch shows
 * @param learningRates that a trial tries, at least two; none where the recipe has one
 * @param earlyStopping what ends a training before its last epoch, if anything does
 * @param layerDecay a layer's learning rate divided by that of the layer above, in (0, 1), as
 *     timm's {@code layer_decay} (Howard and Ruder 2018, arXiv:1801.06146; for Vision Transformers
 *     Bao et al. 2021, arXiv:2106.08254); none where all layers learn at one rate
 * @param dropPath probability that an image skips a residual branch of the last block in training,
 *     in [0, 1); it rises linearly from 0 at the first block, as timm's {@code drop_path_rate}
 *     (stochastic depth; Huang et al. 2016, arXiv:1603.09382)
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
    ClassWeights classWeights,
    Sampling sampling,
    List<Double> learningRates,
    Optional<EarlyStopping> earlyStopping,
    Optional<Double> layerDecay,
    double dropPath,
    boolean autoLearningRate,
    Optional<Long> rateFromSeed) {
  /** Changes nothing. */
  public static final TrainingOptions PLAIN = new TrainingOptions();

  /**
   * Checks the numbers and copies the list; a builder that was given no class weights and no
   * sampling has the plain ones.
   *
   * @throws IllegalArgumentException if a number is not allowed, saying what is
   */
  public TrainingOptions {
    Range.FRACTION.require("momentum", momentum);
    gradientClipping.ifPresent(norm -> Range.POSITIVE.require("gradientClipping", norm));
    Range.FRACTION.require("labelSmoothing", labelSmoothing);
    classWeights = Objects.requireNonNullElse(classWeights, ClassWeights.NONE);
    sampling = Objects.requireNonNullElse(sampling, Sampling.SHUFFLED);
    learningRates.forEach(rate -> Range.POSITIVE.require("learningRates", rate));
    learningRates = List.copyOf(learningRates);
    Objects.requireNonNull(earlyStopping, "earlyStopping");
    layerDecay.ifPresent(decay -> Range.UP_TO_ONE.require("layerDecay", decay));
    // A decay of 1 is none: both are the same recipe, and have the same JSON.
    layerDecay = layerDecay.filter(decay -> decay < 1);
    Range.FRACTION.require("dropPath", dropPath);
    Objects.requireNonNull(rateFromSeed, "rateFromSeed");
  }

  /** Makes the plain options, with which Jackson compares what it may leave out. */
  TrainingOptions() {
    this(
        0,
        false,
        Optional.empty(),
        0,
        ClassWeights.NONE,
        Sampling.SHUFFLED,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        0,
        false,
        Optional.empty());
  }

  /**
   * Returns the same options with another way to a learning rate.
   *
   * @param rates to try
   * @param auto whether the search goes on beyond them
   * @param fromSeed whose trial chose the rate
   */
  TrainingOptions with(List<Double> rates, boolean auto, Optional<Long> fromSeed) {
    return TrainingOptionsBuilder.builder(this)
        .learningRates(rates)
        .autoLearningRate(auto)
        .rateFromSeed(fromSeed)
        .build();
  }

  /** Returns the same options with another decay of the learning rate; 1 is none. */
  TrainingOptions withLayerDecay(double other) {
    return TrainingOptionsBuilder.builder(this).layerDecay(Optional.of(other)).build();
  }

  /** Returns the same options with another probability of skipping a branch of the last block. */
  TrainingOptions withDropPath(double other) {
    return TrainingOptionsBuilder.builder(this).dropPath(other).build();
  }

  /** Returns the same options with other class weights. */
  TrainingOptions withClassWeights(ClassWeights other) {
    return TrainingOptionsBuilder.builder(this).classWeights(other).build();
  }

  /** Returns the same options with another sampling. */
  TrainingOptions withSampling(Sampling other) {
    return TrainingOptionsBuilder.builder(this).sampling(other).build();
  }

  /** Returns whether a training makes up for classes that have few images. */
  public boolean balances() {
    return classWeights == ClassWeights.BALANCED || sampling == Sampling.BALANCED;
  }

  /** Returns what the learning rate is multiplied by for a weight, by how deep it lies. */
  public double learningRateFactor(Architecture architecture, WeightSpec weight) {
    return Math.pow(layerDecay.orElse(1.0), architecture.layersBelowHead(weight));
  }
}
