package io.github.vitlora.train;

import io.github.vitlora.regime.ParameterCount;

/**
 * What a trial is about to do.
 *
 * @param parameters counted on the model itself
 * @param epochs passes over the training images
 * @param stepsPerEpoch optimizer steps of each
 * @param trainingImages per epoch
 * @param validationImages evaluated after each epoch
 * @param testImages evaluated at the end
 */
public record TrialPlan(
    ParameterCount parameters,
    int epochs,
    int stepsPerEpoch,
    int trainingImages,
    int validationImages,
    int testImages) {}
