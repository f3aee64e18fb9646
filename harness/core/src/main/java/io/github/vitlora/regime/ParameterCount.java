package io.github.vitlora.regime;

import java.util.Map;

/**
 * How many parameters a regime trains and runs, from the dimensions alone.
 *
 * @param trainable parameters with a gradient
 * @param total parameters of the model as it runs, adapters included
 */
public record ParameterCount(long trainable, long total) {

  /** Counts the parameters of {@code architecture} with a head of {@code classes} outputs. */
  public static ParameterCount of(Architecture architecture, Regime regime, int classes) {
    Map<String, Long> weights = architecture.weightSizes(classes);
    long whole = weights.values().stream().mapToLong(Long::longValue).sum();
    long trained =
        weights.entrySet().stream()
            .filter(weight -> regime.trains(architecture, weight.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    long adapters = regime instanceof Regime.Lora lora ? lora.adapterParameters(architecture) : 0;
    return new ParameterCount(trained + adapters, whole + adapters);
  }
}
