package io.github.vitlora.judge;

/**
 * A figure that did not come out the same.
 *
 * @param figure what it is, {@code epoch 2 validation loss} for example
 * @param reference what the results say
 * @param repeated what came out this time
 * @param agreement how the two compare
 */
public record FigureDiff(String figure, String reference, String repeated, Agreement agreement) {}
