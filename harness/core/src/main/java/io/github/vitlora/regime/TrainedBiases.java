package io.github.vitlora.regime;

/** Says which of the network's biases are trained beside LoRA's adapters and the head. */
public enum TrainedBiases {
  /** Trains none. */
  NONE,
  /** Trains those of the adapted layers. */
  LORA,
  /** Trains all, those of normalisation and of the patches' projection too. */
  ALL
}
