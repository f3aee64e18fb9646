package io.github.vitlora.experiment;

import io.github.vitlora.experiment.Architecture.DenseLayer;

/**
 * How many parameters a regime trains and runs, from the dimensions alone.
 *
 * @param trainable parameters with a gradient
 * @param total parameters of the model as it runs, adapters included
 */
public record ParameterCount(long trainable, long total) {

  /** Counts the parameters of {@code architecture} with a head of {@code classes} outputs. */
  public static ParameterCount of(Architecture architecture, Regime regime, int classes) {
    long head = (architecture.width() + 1L) * classes;
    long whole = backbone(architecture) + head;
    if (regime instanceof Regime.Lora lora) {
      long adapters =
          architecture.denseLayers().stream()
              .filter(layer -> lora.adapts(layer.name()))
              .mapToLong(layer -> (long) lora.rank() * (layer.in() + layer.out()))
              .sum();
      return new ParameterCount(adapters + head, whole + adapters);
    }
    if (regime instanceof Regime.LinearProbe) {
      return new ParameterCount(head, whole);
    }
    return new ParameterCount(whole, whole);
  }

  private static long backbone(Architecture a) {
    long width = a.width();
    long patchEmbedding = width * a.channels() * a.patchSize() * a.patchSize() + width;
    long tokens = width + a.tokens() * width;
    long dense = 0;
    for (DenseLayer layer : a.denseLayers()) {
      dense += (layer.in() + 1L) * layer.out();
    }
    long norms = 2 * width * (2L * a.depth() + 1);
    return patchEmbedding + tokens + dense + norms;
  }
}
