package io.github.vitlora.descriptor;

import static io.github.vitlora.descriptor.AttributeType.FRACTION;
import static io.github.vitlora.descriptor.AttributeType.POSITIVE;
import static io.github.vitlora.descriptor.AttributeType.RANKS;
import static io.github.vitlora.descriptor.AttributeType.REGULAR_EXPRESSION;
import static io.github.vitlora.descriptor.AttributeType.names;
import static io.github.vitlora.descriptor.AttributeType.oneOf;
import static io.github.vitlora.descriptor.AttributeType.several;

import io.github.vitlora.io.Suggestions;
import io.github.vitlora.regime.AdapterTarget;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.LoraInitialisation;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.LoraOptions.BlockRange;
import io.github.vitlora.regime.LoraOptions.TargetRank;
import io.github.vitlora.regime.LoraScaling;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.ModuleNames;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainedBiases;
import io.github.vitlora.regime.WeightSpec;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a LoRA regime, whose layers, modules and ranks must be there and go together. */
final class LoraReader implements RegimeReader.Kind {
  private static final String UNNAMED = "lora";
  private static final String PARTS = String.join(", ", AdapterTarget.PARTS);
  private static final List<String> PART_NAMES =
      Stream.concat(AdapterTarget.PARTS.stream(), AdapterTarget.SYNONYMS.stream()).toList();

  /** Lists what can be adapted and trained of an architecture; nothing where it is not known. */
  static final class Layers {
    private final Optional<Architecture> architecture;
    private final List<AdapterTarget> targets;
    private final List<String> suffixes;
    private final List<WeightSpec> weights;
    private final List<String> modules;

    Layers(Optional<Architecture> architecture) {
      this.architecture = architecture;
      targets = architecture.map(Architecture::targets).orElse(List.of());
      suffixes = architecture.map(Architecture::targetSuffixes).orElse(List.of());
      weights = architecture.map(a -> a.weights(1)).orElse(List.of());
      modules = architecture.map(ModuleNames::of).orElse(List.of());
    }
  }

  /** An adapted layer or part of one, and by what name it is one. */
  private record Target(String name, AdapterTarget of) {
    int largestRank() {
      return Math.min(of.weight().in(), of.weight().out());
    }
  }

  private final Element lora;
  private final Layers known;
  private final Optional<String> name;
  private final Optional<List<Integer>> ranks;
  private final Optional<Double> alpha;
  private final Optional<List<String>> targets;
  private final Optional<Double> dropout;
  private final Optional<List<String>> alsoTrain;
  private final Optional<TrainedBiases> bias;
  private final Optional<String> targetPattern;
  private final Optional<List<BlockRange>> blocks;
  private final Optional<List<TargetRank>> targetRanks;
  private final Optional<LoraScaling> scaling;
  private final Optional<Double> loraPlusRatio;
  private final Optional<LoraVariant> variant;
  private final Optional<LoraInitialisation> initialisation;
  private final Optional<Pattern> compiled;

  LoraReader(Element lora, Layers known) {
    this.lora = lora;
    this.known = known;
    name = RegimeReader.nameOf(lora, UNNAMED);
    ranks = lora.required("ranks", RANKS);
    alpha = lora.optional("alpha", POSITIVE, "16");
    targets =
        lora.optional(
                "targets",
                names("one or more names of layers, separated by spaces"),
                "attn.qkv attn.proj mlp.fc1 mlp.fc2")
            .map(given -> given.stream().map(AdapterTarget::canonical).toList());
    dropout = lora.optional("dropout", FRACTION, "0");
    alsoTrain =
        lora.optional("alsoTrain", names("one or more names of modules, separated by spaces"));
    bias = lora.optional("bias", oneOf(TrainedBiases.class), "none");
    targetPattern = lora.optional("targetPattern", REGULAR_EXPRESSION);
    blocks =
        lora.optional(
            "blocks",
            several(
                "one or more blocks or ranges of blocks such as 6-11, separated by spaces",
                "[0-9]{1,4}(-[0-9]{1,4})?",
                BlockRange::parse));
    targetRanks =
        lora.optional(
            "targetRanks",
            several(
                "one or more ranks of targets such as mlp.fc1=4, separated by spaces",
                "[^=\\s]+=[0-9]{1,9}",
                TargetRank::parse));
    scaling = lora.optional("scaling", oneOf(LoraScaling.class), "standard");
    loraPlusRatio = lora.optional("loraPlusRatio", POSITIVE, "1");
    variant = lora.optional("variant", oneOf(LoraVariant.class), "standard");
    initialisation = lora.optional("initialisation", oneOf(LoraInitialisation.class), "standard");
    compiled = pattern();
    check();
  }

  @Override
  public Optional<String> key() {
    return name;
  }

  @Override
  public Optional<String> anotherName() {
    return Optional.of(name.orElse(UNNAMED) + "-2");
  }

  @Override
  public Optional<List<Integer>> ranks() {
    return Optional.of(ranks.orElse(List.of()));
  }

  @Override
  public boolean hasDropout() {
    return dropout.orElse(0.0) > 0;
  }

  @Override
  public boolean hasKernels() {
    return variant.filter(v -> !v.hasKernels()).isEmpty();
  }

  @Override
  public Stream<Regime> regimes() {
    LoraOptions options =
        new LoraOptions(
            alsoTrain.orElse(List.of()),
            bias.orElseThrow(),
            targetPattern,
            blocks.orElse(List.of()),
            targetRanks.orElse(List.of()),
            scaling.orElseThrow(),
            loraPlusRatio.orElseThrow(),
            variant.orElseThrow(),
            initialisation.orElseThrow());
    // Where a pattern names the layers, the usual targets are not meant.
    List<String> suffixes = targetPattern.isPresent() ? List.of() : targets.orElseThrow();
    return ranks.orElseThrow().stream()
        .map(
            rank ->
                new Regime.Lora(
                    name.orElseThrow(),
                    rank,
                    alpha.orElseThrow(),
                    suffixes,
                    dropout.orElseThrow(),
                    options));
  }

  private void check() {
    lora.refuseRepeated("ranks", ranks, "rank %s stands more than once");
    boolean sound = targetPattern.isEmpty() ? checkTargets() : checkPattern();
    sound = checkParts() && sound;
    sound &= checkBlocks();
    known.architecture.ifPresent(this::checkAlsoTrain);
    List<Target> adapted = adapted(sound);
    if (known.architecture.isPresent() && sound && adapted.isEmpty()) {
      lora.refuse("blocks", "no layer is left to adapt: no target lies in these blocks");
    }
    checkTargetRanks(adapted);
    checkRanks(adapted);
  }

  private boolean checkTargets() {
    lora.refuseRepeated("targets", targets, "target %s stands more than once");
    Set<String> given = new LinkedHashSet<>(targets.orElse(List.of()));
    List<String> unknown =
        given.stream()
            .filter(name -> known.targets.stream().noneMatch(target -> target.bears(name)))
            .toList();
    known.architecture.ifPresent(
        a ->
            lora.refuseEach(
                "targets",
                unknown,
                called ->
                    "no layer of %s is called %s: allowed are %s, and of attn.qkv the parts %s%s"
                        .formatted(
                            a.name(),
                            called,
                            String.join(", ", known.suffixes),
                            PARTS,
                            hint(called))));
    return unknown.isEmpty() && !given.isEmpty();
  }

  /** Guesses which layer was meant, or else which part of one. */
  private String hint(String called) {
    String layer = Suggestions.hint(called, known.suffixes);
    return layer.isEmpty() ? Suggestions.hint(called, PART_NAMES) : layer;
  }

  /**
   * Refuses parts of layers where they cannot be meant: beside the whole layer, by a pattern that
   * spares just the whole, or with biases of adapted layers.
   */
  private boolean checkParts() {
    Set<String> given = new LinkedHashSet<>(targets.orElse(List.of()));
    Predicate<AdapterTarget> named =
        targetPattern.isPresent()
            ? target -> matches(target.name())
            : target -> given.stream().anyMatch(target::bears);
    Set<WeightSpec> whole =
        known.targets.stream()
            .filter(target -> !target.isPart() && named.test(target))
            .map(AdapterTarget::dense)
            .collect(Collectors.toSet());
    List<AdapterTarget> parts =
        known.targets.stream().filter(target -> target.isPart() && named.test(target)).toList();
    if (targetPattern.isEmpty()) {
      List<String> besideTheWhole =
          given.stream()
              .filter(
                  name -> parts.stream().anyMatch(p -> p.bears(name) && whole.contains(p.dense())))
              .toList();
      lora.refuseEach(
          "targets",
          besideTheWhole,
          name ->
              ("target %s is a part of attn.qkv, which is a target too: leave attn.qkv out, or its"
                      + " parts (%s)")
                  .formatted(name, PARTS));
      if (!besideTheWhole.isEmpty()) {
        return false;
      }
    }
    List<AdapterTarget> alone = parts.stream().filter(p -> !whole.contains(p.dense())).toList();
    if (alone.isEmpty()) {
      return true;
    }
    boolean sparesTheWhole =
        targetPattern.isPresent()
            && alone.stream()
                .collect(Collectors.groupingBy(AdapterTarget::dense, Collectors.counting()))
                .containsValue((long) AdapterTarget.PARTS.size());
    if (sparesTheWhole) {
      lora.refuse(
          "targetPattern",
          ("targetPattern matches all parts of attn.qkv (%s) in a block, and not attn.qkv itself:"
                  + " let it match attn.qkv, or none of the parts; targets=\"attn.q attn.k attn.v\""
                  + " adapts each of them")
              .formatted(PARTS));
    }
    if (bias.filter(TrainedBiases.LORA::equals).isPresent()) {
      lora.refuse(
          "bias",
          ("bias \"lora\" trains the biases of adapted layers, and %s is a part of attn.qkv, whose"
                  + " bias is trained whole or not at all: choose none or all, or the target"
                  + " attn.qkv")
              .formatted(alone.get(0).weight().layerInBlock()));
    }
    return !sparesTheWhole;
  }

  /** Whether the pattern is in order and matches a whole name. */
  private boolean matches(String path) {
    return compiled.filter(pattern -> pattern.matcher(path).matches()).isPresent();
  }

  private void checkAlsoTrain(Architecture architecture) {
    List<String> unknown =
        alsoTrain.orElse(List.of()).stream()
            .distinct()
            .filter(suffix -> known.weights.stream().noneMatch(w -> ModuleNames.holds(suffix, w)))
            .toList();
    lora.refuseEach(
        "alsoTrain",
        unknown,
        called ->
            "no module of %s is called %s: allowed are %s%s"
                .formatted(
                    architecture.name(),
                    called,
                    String.join(", ", known.modules),
                    Suggestions.hint(called, known.modules)));
  }

  private boolean checkPattern() {
    if (lora.has("targets")) {
      lora.refuse(
          "targets",
          "targetPattern says already which layers are adapted: leave targets or it out");
      return false;
    }
    if (compiled.isEmpty()) {
      return false;
    }
    boolean matches = known.targets.stream().anyMatch(target -> matches(target.name()));
    if (known.architecture.isPresent() && !matches) {
      lora.refuse(
          "targetPattern",
          "no layer of %s matches %s as a whole: they are called %s"
              .formatted(
                  known.architecture.get().name(),
                  targetPattern.get(),
                  Stream.of(known.suffixes, AdapterTarget.PARTS)
                      .flatMap(List::stream)
                      .map(suffix -> "blocks.0." + suffix)
                      .collect(Collectors.joining(", ", "", " and so on"))));
    }
    return matches;
  }

  private Optional<Pattern> pattern() {
    try {
      return targetPattern.map(Pattern::compile);
    } catch (PatternSyntaxException e) {
      lora.refuse(
          "targetPattern",
          "targetPattern \"%s\" is no regular expression: %s"
              .formatted(targetPattern.get(), e.getDescription()));
      return Optional.empty();
    }
  }

  private boolean checkBlocks() {
    List<BlockRange> ranges = blocks.orElse(List.of());
    List<BlockRange> backwards = ranges.stream().filter(r -> r.first() > r.last()).toList();
    lora.refuseEach(
        "blocks",
        backwards,
        range -> "blocks %s runs backwards: the lower one stands first".formatted(range));
    if (known.architecture.isEmpty()) {
      return true;
    }
    Architecture architecture = known.architecture.get();
    int last = architecture.depth() - 1;
    List<Integer> beyond =
        ranges.stream()
            .map(r -> Math.max(r.first(), r.last()))
            .filter(block -> block > last)
            .toList();
    lora.refuseEach(
        "blocks",
        beyond,
        block ->
            "%s has no block %s: its blocks are 0 to %s"
                .formatted(architecture.name(), block, last));
    return beyond.isEmpty() && backwards.isEmpty();
  }

  /**
   * The adapted layers and parts of layers, each by every name by which it is one.
   *
   * @param sound false where layers are not as they are meant, but ranks can be wrong all the same
   */
  private List<Target> adapted(boolean sound) {
    if (targetPattern.isPresent()) {
      return known.targets.stream()
          .filter(target -> sound && matches(target.name()) && isInBlocks(target))
          .filter(target -> !target.isPart() || !matches(target.dense().layer()))
          .map(target -> new Target(target.name(), target))
          .toList();
    }
    Set<String> given = new LinkedHashSet<>(targets.orElse(List.of()));
    return known.targets.stream()
        .filter(target -> !sound || isInBlocks(target))
        .flatMap(
            target -> given.stream().filter(target::bears).map(name -> new Target(name, target)))
        .toList();
  }

  private boolean isInBlocks(AdapterTarget target) {
    int block = target.dense().block().orElseThrow();
    return blocks.isEmpty() || blocks.get().stream().anyMatch(range -> range.contains(block));
  }

  private void checkTargetRanks(List<Target> adapted) {
    Set<String> seen = new HashSet<>();
    lora.refuseEach(
        "targetRanks",
        targetRanks.orElse(List.of()).stream().filter(own -> !seen.add(own.target())).toList(),
        own -> "target %s has more than one rank".formatted(own.target()));
    lora.refuseEach(
        "targetRanks",
        targetRanks.orElse(List.of()).stream().filter(own -> !fits(own, adapted)).toList(),
        own -> complaint(own, adapted));
  }

  private static boolean fits(TargetRank own, List<Target> adapted) {
    List<Target> fitting = ofTarget(own, adapted);
    return fitting.isEmpty() ? adapted.isEmpty() : isAllowed(own.rank(), tightest(fitting));
  }

  private static String complaint(TargetRank own, List<Target> adapted) {
    List<Target> fitting = ofTarget(own, adapted);
    return fitting.isEmpty()
        ? "%s is the rank of no layer that is adapted: these are called %s"
            .formatted(
                own,
                String.join(", ", adapted.stream().map(Target::name).distinct().limit(4).toList()))
        : complaint(own.rank(), tightest(fitting));
  }

  private static List<Target> ofTarget(TargetRank own, List<Target> adapted) {
    return adapted.stream().filter(t -> t.of().bears(own.target())).toList();
  }

  private void checkRanks(List<Target> adapted) {
    List<TargetRank> own = targetRanks.orElse(List.of());
    List<Target> shared =
        adapted.stream()
            .filter(t -> own.stream().noneMatch(rank -> t.of().bears(rank.target())))
            .toList();
    List<Integer> given = ranks.orElse(List.of()).stream().distinct().toList();
    if (shared.isEmpty()) {
      lora.refuseEach(
          "ranks",
          given.stream().filter(rank -> rank < 1).toList(),
          rank -> "rank %s is not allowed: a rank is at least 1".formatted(rank));
      return;
    }
    Target tightest = tightest(shared);
    lora.refuseEach(
        "ranks",
        given.stream().filter(rank -> !isAllowed(rank, tightest)).toList(),
        rank -> complaint(rank, tightest));
  }

  /** The one that bounds the rank most; the first in forward order of several. */
  private static Target tightest(List<Target> targets) {
    Target tightest = targets.get(0);
    for (Target target : targets) {
      if (target.largestRank() < tightest.largestRank()) {
        tightest = target;
      }
    }
    return tightest;
  }

  private static boolean isAllowed(int rank, Target tightest) {
    return rank >= 1 && rank <= tightest.largestRank();
  }

  private static String complaint(int rank, Target tightest) {
    return "rank %s is not allowed: a rank is between 1 and %s for target %s (%s -> %s)"
        .formatted(
            rank,
            tightest.largestRank(),
            tightest.name(),
            tightest.of().weight().in(),
            tightest.of().weight().out());
  }
}
