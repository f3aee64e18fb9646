package io.github.vitlora.regime;

import java.util.List;

/** Says what stands beside an adapted layer {@code h = W0 x + b}; s is the scale, r the rank. */
public enum LoraVariant {
  /** Adds {@code s B A x} (Hu et al. 2021, arXiv:2106.09685). */
  STANDARD,
  /**
   * Computes {@code h = m V x / |V| + b} with {@code V = W0 + s B A}, where m and the norms |V|
   * have one value an output (DoRA; Liu et al. 2024, arXiv:2402.09353). What m starts from follows
   * from W0.
   */
  DORA,
  /** Adds {@code s (B (A x + a) + c)}: A and B are dense layers with biases of their own. */
  BIASED;

  /** Names DoRA's m as a part of the layer. */
  public static final String MAGNITUDE = "lora_magnitude_vector";

  /** Names the bias a as a part of the layer. */
  public static final String DOWN_BIAS = "lora_A.bias";

  /** Names the bias c as a part of the layer. */
  public static final String UP_BIAS = "lora_B.bias";

  /** Returns the weights of one adapter, in the order that they follow the layer's own. */
  List<WeightSpec> weights(Adapter adapter) {
    int out = adapter.beside().out();
    return switch (this) {
      case STANDARD -> List.of(adapter.down(), adapter.up());
      case DORA ->
          List.of(
              adapter.down(), adapter.up(), adapter.weight(MAGNITUDE, InitialValues.ZEROS, out));
      case BIASED ->
          List.of(
              adapter.down(),
              adapter.weight(DOWN_BIAS, InitialValues.ZEROS, adapter.rank()),
              adapter.up(),
              adapter.weight(UP_BIAS, InitialValues.ZEROS, out));
    };
  }

  /** Returns whether there are kernels that compute it. */
  public boolean hasKernels() {
    return this == STANDARD;
  }

  /** Returns whether Hugging Face's PEFT has such adapters. */
  boolean isKnownToPeft() {
    return this != BIASED;
  }
}
