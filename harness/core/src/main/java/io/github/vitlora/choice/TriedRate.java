package io.github.vitlora.choice;

import java.util.Optional;

/**
 * One of the learning rates that a trial tried.
 *
 * @param learningRate the rate
 * @param validationAccuracy of the epoch that counts; absent where the loss stopped being finite
 * @param validationLoss likewise, in nats
 * @param epochs how many finished
 * @param seconds of training and validation
 * @param message why it was given up, if it was
 */
public record TriedRate(
    double learningRate,
    Optional<Double> validationAccuracy,
    Optional<Double> validationLoss,
    int epochs,
    double seconds,
    Optional<String> message) {}
