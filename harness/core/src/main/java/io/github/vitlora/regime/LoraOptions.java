package io.github.vitlora.regime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.github.vitlora.io.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Says how a LoRA regime differs from the plain one. JSON has only what does: a trial without
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

  /** Makes the plain options, with which Jackson compares what it may leave out. */
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

  /** Returns whether a weight belongs to a module that is trained whole. */
  boolean alsoTrains(WeightSpec weight) {
    return alsoTrain.stream().anyMatch(suffix -> ModuleNames.holds(suffix, weight));
  }

  /** Returns whether layers of this block are adapted. */
  boolean adaptsBlock(int block) {
    return blocks.isEmpty() || blocks.stream().anyMatch(range -> range.contains(block));
  }

  /** Returns the rank of an adapter by its target's name, where it has one of its own. */
  OptionalInt rankOf(String layer) {
    return targetRanks.stream()
        .filter(own -> ModuleNames.bears(layer, own.target()))
        .mapToInt(TargetRank::rank)
        .findFirst();
  }

  /** Returns the options that differ from the plain regime, by what people call them. */
  Map<String, Object> unusual() {
    Map<String, Object> unusual = new LinkedHashMap<>();
    unusual.put("blocks", joined(blocks));
    unusual.put("ranks of targets", joined(targetRanks));
    unusual.put("also trained", joined(alsoTrain));
    unusual.put("trained biases", name(bias, PLAIN.bias));
    unusual.put("variant", name(variant, PLAIN.variant));
    unusual.put("initialisation", name(initialisation, PLAIN.initialisation));
    unusual.put("scaling", name(scaling, PLAIN.scaling));
    unusual.put("LoRA+ ratio", loraPlusRatio == PLAIN.loraPlusRatio ? "" : loraPlusRatio);
    unusual.values().removeIf(""::equals);
    return unusual;
  }

  private static String joined(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  private static String name(Enum<?> value, Enum<?> usual) {
    return value == usual ? "" : value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Names transformer blocks that follow one another.
   *
   * @param first index of the lowest, from 0
   * @param last index of the highest, which belongs to them
   */
  public record BlockRange(int first, int last) {
    /** Reads {@code 6-11}, or {@code 6} for one block. */
    public static BlockRange parse(String text) {
      int dash = text.indexOf('-');
      return dash < 0
          ? new BlockRange(Integer.parseInt(text), Integer.parseInt(text))
          : new BlockRange(
              Integer.parseInt(text.substring(0, dash)),
              Integer.parseInt(text.substring(dash + 1)));
    }

    public boolean contains(int block) {
      return first <= block && block <= last;
    }

    /** Returns the form that descriptors have. */
    @Override
    public String toString() {
      return first == last ? Integer.toString(first) : first + "-" + last;
    }
  }

  /**
   * Gives some adapters a rank of their own.
   *
   * @param target suffix of the names of their layers
   * @param rank positive
   */
  public record TargetRank(String target, int rank) {
    /** Takes the target's canonical name. */
    public TargetRank {
      target = AdapterTarget.canonical(target);
    }

    /** Reads {@code mlp.fc1=4}. */
    public static TargetRank parse(String text) {
      int sign = text.lastIndexOf('=');
      return new TargetRank(text.substring(0, sign), Integer.parseInt(text.substring(sign + 1)));
    }

    /** Returns the form that descriptors have. */
    @Override
    public String toString() {
      return target + "=" + rank;
    }
  }
}
