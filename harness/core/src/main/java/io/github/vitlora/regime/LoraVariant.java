package io.github.vitlora.regime;

import java.util.List;

/** What stands beside an adapted layer {@code h = W0 x + b}; s is the scale, r the rank. */
public enum LoraVariant {
  /** {@code + s B A x} (Hu et al. 2021, arXiv:2106.09685). */
  STANDARD {
    @Override
    List<WeightSpec> weights(Adapter adapter) {
      return List.of(adapter.down(), adapter.up());
    }

    @Override
    public boolean hasKernels() {
      return true;
    }
  },
  /**
   * {@code h = m V x / |V| + b} with {@code V = W0 + s B A}, where m and the norms |V| have one
   * value an output (DoRA; Liu et al. 2024, arXiv:2402.09353). What m starts from follows from W0.
   */
  DORA {
    @Override
    List<WeightSpec> weights(Adapter adapter) {
      int out = adapter.dense().out();
      return List.of(
          adapter.down(), adapter.up(), adapter.weight(MAGNITUDE, InitialValues.ZEROS, out));
    }
  },
  /** {@code + s (B (A x + a) + c)}: A and B are dense layers with biases of their own. */
  BIASED {
    @Override
    List<WeightSpec> weights(Adapter adapter) {
      return List.of(
          adapter.down(),
          adapter.weight(DOWN_BIAS, InitialValues.ZEROS, adapter.rank()),
          adapter.up(),
          adapter.weight(UP_BIAS, InitialValues.ZEROS, adapter.dense().out()));
    }

    @Override
    boolean isKnownToPeft() {
      return false;
    }
  };

  /** DoRA's m as a part of the layer. */
  public static final String MAGNITUDE = "lora_magnitude_vector";

  /** The bias a as a part of the layer. */
  public static final String DOWN_BIAS = "lora_A.bias";

  /** The bias c as a part of the layer. */
  public static final String UP_BIAS = "lora_B.bias";

  /** Weights of one adapter, in the order that they follow the layer's own. */
  abstract List<WeightSpec> weights(Adapter adapter);

  /** Whether there are kernels that compute it. */
  public boolean hasKernels() {
    return false;
  }

  /** Whether Hugging Face's PEFT has such adapters. */
  boolean isKnownToPeft() {
    return true;
  }
}
