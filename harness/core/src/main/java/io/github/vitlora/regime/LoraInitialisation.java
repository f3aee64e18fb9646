package io.github.vitlora.regime;

/**
 * Says what adapters {@code s B A} start from; s is the scale, r the rank, W an adapted weight.
 * Training starts from the pretrained function under all of them.
 */
public enum LoraInitialisation {
  /** A is random and B zero (Hu et al. 2021, arXiv:2106.09685). */
  STANDARD,
  /**
   * {@code s B A} is what W's r largest singular values make of it, and the rest of W stays frozen
   * (PiSSA; Meng et al. 2024, arXiv:2404.02948).
   */
  PISSA,
  /**
   * B is the first r columns of Q and A the first r rows of R where {@code W = Q R}, and {@code W -
   * s B A} stays frozen (OLoRA; Büyükakyüz 2024, arXiv:2406.01775).
   */
  OLORA;

  /** Returns whether adapters take over part of the weights that they stand beside. */
  public boolean takesPartOfWeights() {
    return this != STANDARD;
  }

  /**
   * Returns the factor of an adapter's rank beside the whole pretrained weights, where it also
   * holds what it started from.
   */
  public int timesRankBesidePretrained() {
    return takesPartOfWeights() ? 2 : 1;
  }
}
