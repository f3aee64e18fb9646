package io.github.vitlora.regime;

/** Names the number format that a network's products are computed in. */
public enum Precision {
  /** Everything is in single precision. */
  FLOAT32,
  /**
   * Dense products, attention and GELU take and give bfloat16; weights, normalisation, the residual
   * stream, weight gradients and the loss stay in single precision.
   */
  BFLOAT16
}
