package io.github.vitlora.result;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;

/**
 * The figures of one epoch.
 *
 * @param epoch counted from 1
 * @param learningRate in force in this epoch; 0 where no optimizer step is taken
 * @param trainLoss mean cross-entropy over the epoch's images as they were trained on, in nats;
 *     against smoothed labels where the recipe has them
 * @param trainAccuracy share of them classified correctly just before their step, in [0, 1]
 * @param validationLoss mean cross-entropy over the held-out images, in nats
 * @param validationAccuracy share of the held-out images classified correctly, in [0, 1]
 * @param trainSeconds wall time of the training pass
 * @param validationSeconds wall time of the validation pass
 * @param imagesPerSecond training images over {@code trainSeconds}
 * @param stepSeconds of {@code trainSeconds} in forward pass, backward pass and optimizer, where it
 *     is known
 * @param gradientNorms of the epoch's steps, where gradients were clipped
 */
@RecordBuilder
public record EpochResult(
    int epoch,
    double learningRate,
    double trainLoss,
    double trainAccuracy,
    Optional<Double> validationLoss,
    Optional<Double> validationAccuracy,
    double trainSeconds,
    double validationSeconds,
    double imagesPerSecond,
    Optional<Double> stepSeconds,
    Optional<GradientNorms> gradientNorms) {}
