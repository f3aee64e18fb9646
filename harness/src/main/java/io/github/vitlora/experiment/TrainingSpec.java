package io.github.vitlora.experiment;

/**
 * The recipe that every trial of an experiment follows.
 *
 * @param epochs passes over the training images
 * @param batchSize images per optimizer step; the last step of an epoch may have fewer
 * @param microBatch images computed at once; the gradients of a batch's pieces are added
 * @param optimizer the update rule
 * @param learningRate constant learning rate
 */
public record TrainingSpec(
    int epochs, int batchSize, int microBatch, OptimizerKind optimizer, double learningRate) {}
