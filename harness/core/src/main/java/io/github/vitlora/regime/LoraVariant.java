package io.github.vitlora.regime;

/** What stands beside an adapted layer {@code h = W0 x + b}; s is the scale, r the rank. */
public enum LoraVariant {
  /** {@code + s B A x} (Hu et al. 2021, arXiv:2106.09685). */
  STANDARD {
    @Override
    long parameters(int rank, int in, int out) {
      return (long) rank * (in + out);
    }
  },
  /**
   * {@code h = m V x / |V| + b} with {@code V = W0 + s B A}, where m and the norms |V| have one
   * value an output (DoRA; Liu et al. 2024, arXiv:2402.09353).
   */
  DORA {
    @Override
    long parameters(int rank, int in, int out) {
      return STANDARD.parameters(rank, in, out) + out;
    }
  },
  /** {@code + s (B (A x + a) + c)}: A and B are dense layers with biases of their own. */
  BIASED {
    @Override
    long parameters(int rank, int in, int out) {
      return STANDARD.parameters(rank, in, out) + rank + out;
    }
  };

  /** Of one layer's adapter. */
  abstract long parameters(int rank, int in, int out);
}
