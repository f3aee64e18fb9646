package io.github.vitlora.regime;

/** Says which of the network's biases are trained beside LoRA's adapters and the head. */
public enum TrainedBiases {
  /** None. */
  NONE,
  /** Those of the adapted layers. */
  LORA,
  /** All, those of normalisation and of the patches' projection too. */
  ALL
}
