package io.github.vitlora.regime;

import java.util.List;

/**
 * Counts the parameters that a regime trains and runs, from the dimensions alone.
 *
 * @param trainable parameters with a gradient
 * @param total parameters of the model as it runs, adapters included
 */
public record ParameterCount(long trainable, long total) {
  /** Counts the parameters of {@code architecture} with a head of {@code classes} outputs. */
  public static ParameterCount of(Architecture architecture, Regime regime, int classes) {
    List<WeightSpec> weights = regime.weights(architecture, classes);
    return new ParameterCount(
        weights.stream()
            .filter(weight -> regime.trains(architecture, weight))
            .mapToLong(WeightSpec::size)
            .sum(),
        weights.stream().mapToLong(WeightSpec::size).sum());
  }
}
