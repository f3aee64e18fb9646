package io.github.vitlora.regime;

import java.util.List;

/**
 * Describes what a regime puts beside one dense layer or a part of one: matrices A {@code (rank,
 * in)} and B {@code (out, rank)}, and what its variant has besides.
 *
 * @param variant what it is
 * @param target what it stands beside
 * @param rank inner dimension, positive
 * @param scale s, before {@code B A}
 * @param dropout probability that an input of it is zeroed in training, in [0, 1)
 * @param initialisation what it starts from
 */
public record Adapter(
    LoraVariant variant,
    AdapterTarget target,
    int rank,
    double scale,
    double dropout,
    LoraInitialisation initialisation) {
  /** Names A below the target. */
  public static final String DOWN = "lora_A.weight";

  /** Names B below the target. */
  public static final String UP = "lora_B.weight";

  /** Returns the name of what it stands beside, {@code blocks.0.attn.qkv} for example. */
  public String layer() {
    return target.name();
  }

  /** Returns the weight that it stands beside, {@code (out, in)}. */
  WeightSpec beside() {
    return target.weight();
  }

  /** Returns A, {@code (rank, in)}. */
  public WeightSpec down() {
    return weight(DOWN, InitialValues.KAIMING_UNIFORM, rank, beside().in());
  }

  /** Returns B, {@code (out, rank)}. */
  public WeightSpec up() {
    return weight(UP, InitialValues.ZEROS, beside().out(), rank);
  }

  /** Returns all of its weights, in the order that they follow the layer's own. */
  public List<WeightSpec> weights() {
    return variant.weights(this);
  }

  /** Makes a weight of its own. */
  WeightSpec weight(String part, InitialValues start, Integer... shape) {
    return new WeightSpec(
        layer(), part, List.of(shape), WeightSpec.Role.ADAPTER, beside().block(), start);
  }
}
