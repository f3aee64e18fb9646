package io.github.vitlora.regime;

/**
 * Describes a regime's adapters to Hugging Face's PEFT, beside the whole pretrained weights: those
 * that took over part of them have twice their rank there.
 *
 * @param rank of all adapters but those that have one of their own
 * @param alpha numerator of the scale
 * @param dropout probability that an input of an adapter is zeroed in training
 * @param bias which of the network's biases are trained
 * @param scaling what the scale is made of
 * @param variant what an adapter is
 */
public record PeftConfiguration(
    int rank,
    double alpha,
    double dropout,
    TrainedBiases bias,
    LoraScaling scaling,
    LoraVariant variant) {}
