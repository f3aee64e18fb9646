package io.github.vitlora.regime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.github.vitlora.io.Range;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What makes a LoRA regime differ from the plain one. JSON has only what does: a trial without
 * options is written, and its recipe hashed, as it was before there were any.
 *
 * @param alsoTrain suffixes of the names of modules that are trained whole beside the adapters
 * @param bias which of the network's biases are trained
 * @param targetPattern regular expression that the whole name of an adapted layer matches; it
 *     stands in place of the regime's targets
 * @param blocks those whose layers are adapted; all where there are none
 * @param targetRanks ranks of single targets; of several that fit, the first counts
 * @param scaling what stands before {@code B A x}
 * @param loraPlusRatio learning rate of every B divided by that of all else, positive (LoRA+; Hayou
 *     et al. 2024, arXiv:2402.12354)
 * @param variant what an adapter is
 * @param initialisation what adapters start from
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
@JsonDeserialize(builder = LoraOptionsBuilder.class)
@BuiltFromJson
public record LoraOptions(
    List<String> alsoTrain,
    TrainedBiases bias,
    Optional<String> targetPattern,
    List<BlockRange> blocks,
    List<TargetRank> targetRanks,
    LoraScaling scaling,
    double loraPlusRatio,
    LoraVariant variant,
    LoraInitialisation initialisation) {

  /** Adapters and head alone. */
  public static final LoraOptions PLAIN = new LoraOptions();

  /**
   * Checks the ratio and copies the lists; takes no null.
   *
   * @throws IllegalArgumentException if the ratio is not allowed, saying what is
   */
  public LoraOptions {
    Range.POSITIVE.require("loraPlusRatio", loraPlusRatio);
    alsoTrain = List.copyOf(alsoTrain);
    Objects.requireNonNull(bias, "bias");
    Objects.requireNonNull(targetPattern, "targetPattern");
    blocks = List.copyOf(blocks);
    targetRanks = List.copyOf(targetRanks);
    Objects.requireNonNull(scaling, "scaling");
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(initialisation, "initialisation");
  }

  /** Jackson's measure of what is left out. */
  LoraOptions() {
    this(
        List.of(),
        TrainedBiases.NONE,
        Optional.empty(),
        List.of(),
        List.of(),
        LoraScaling.STANDARD,
        1,
        LoraVariant.STANDARD,
        LoraInitialisation.STANDARD);
  }

  /** Whether a weight belongs to a module that is trained whole. */
  boolean alsoTrains(String weight) {
    return alsoTrain.stream().anyMatch(suffix -> ModuleNames.holds(suffix, weight));
  }

  /** Whether layers of the block that this one lies in are adapted. */
  boolean adaptsBlockOf(String layer) {
    int block = ModuleNames.blockOf(layer).orElseThrow();
    return blocks.isEmpty() || blocks.stream().anyMatch(range -> range.contains(block));
  }

  /** The rank of this layer's adapter, where it has one of its own. */
  OptionalInt rankOf(String layer) {
    return targetRanks.stream()
        .filter(own -> ModuleNames.bears(layer, own.target()))
        .mapToInt(TargetRank::rank)
        .findFirst();
  }

  /** Equals what a trial's JSON need not say. */
  static final class Plain {
    @Override
    public boolean equals(Object other) {
      return PLAIN.equals(other);
    }

    @Override
    public int hashCode() {
      return PLAIN.hashCode();
    }
  }
}
