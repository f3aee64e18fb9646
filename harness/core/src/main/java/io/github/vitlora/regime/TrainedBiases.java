package io.github.vitlora.regime;

/** Which of the network's own biases are trained beside LoRA's adapters; the head's always is. */
public enum TrainedBiases {
  /** None. */
  NONE,
  /** Those of the adapted layers. */
  LORA,
  /** All, those of normalisation and of the patches' projection too. */
  ALL
}
