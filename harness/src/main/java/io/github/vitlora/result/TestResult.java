package io.github.vitlora.result;

/**
 * The trained model on the test split.
 *
 * @param loss mean cross-entropy, in nats
 * @param accuracy share classified correctly, in [0, 1]
 * @param images number of test images
 */
public record TestResult(double loss, double accuracy, int images) {}
