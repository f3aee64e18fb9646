package io.github.vitlora.result;

/**
 * How long the gradients of an epoch's steps were, before they were clipped.
 *
 * @param mean over the steps
 * @param largest of them
 * @param clippedSteps how many were too long
 */
public record GradientNorms(double mean, double largest, int clippedSteps) {}
