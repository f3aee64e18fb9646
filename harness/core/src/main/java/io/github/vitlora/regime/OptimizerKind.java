package io.github.vitlora.regime;

/** Lists the update rules a descriptor can name. */
public enum OptimizerKind {
  /** Adam (Kingma and Ba 2015) has betas 0.9 and 0.999, eps 1e-8 and no weight decay. */
  ADAM,
  /**
   * AdamW adds decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101) of the
   * matrices; biases, normalisation, class token and position embedding are left alone.
   */
  ADAMW,
  /**
   * Stochastic gradient descent goes plain or with momentum; its weight decay is an L2 penalty on
   * the matrices that AdamW decays.
   */
  SGD
}
