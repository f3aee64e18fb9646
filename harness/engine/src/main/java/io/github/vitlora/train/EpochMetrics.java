package io.github.vitlora.train;

import io.github.vitlora.learner.Tally;
import io.github.vitlora.optimizer.GradientNorms;
import java.util.Optional;

/**
 * One finished epoch.
 *
 * @param epoch counted from 1
 * @param learningRate in force
 * @param training over the epoch's images, each as the model saw it just before its step
 * @param validation over the held-out images after the epoch; absent when none are held out
 * @param gradients how long they were; absent where they were not clipped
 * @param trainSeconds wall time of the training pass
 * @param stepSeconds of it in forward pass, backward pass and optimizer
 * @param validationSeconds wall time of the validation pass
 */
public record EpochMetrics(
    int epoch,
    double learningRate,
    Tally training,
    Optional<Tally> validation,
    Optional<GradientNorms> gradients,
    double trainSeconds,
    double stepSeconds,
    double validationSeconds) {}
