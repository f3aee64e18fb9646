package io.github.vitlora.regime;

/** Names the number format that a network's products are computed in. */
public enum Precision {
  /** Single precision throughout. */
  FLOAT32,
  /**
   * Dense products, attention and GELU take and give bfloat16; weights, normalisation, the residual
   * stream, weight gradients and the loss stay in single precision.
   */
  BFLOAT16
}
