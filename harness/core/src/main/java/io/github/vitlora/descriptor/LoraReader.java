package io.github.vitlora.descriptor;

import static io.github.vitlora.descriptor.AttributeType.FRACTION;
import static io.github.vitlora.descriptor.AttributeType.POSITIVE;
import static io.github.vitlora.descriptor.AttributeType.RANKS;
import static io.github.vitlora.descriptor.AttributeType.REGULAR_EXPRESSION;
import static io.github.vitlora.descriptor.AttributeType.names;
import static io.github.vitlora.descriptor.AttributeType.oneOf;
import static io.github.vitlora.descriptor.AttributeType.several;

import io.github.vitlora.io.Suggestions;
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
import java.util.stream.Stream;

/** Reads a LoRA regime, whose layers, modules and ranks must be there and go together. */
final class LoraReader implements RegimeReader.Kind {
  private static final String UNNAMED = "lora";

  /** Lists what can be adapted and trained of an architecture; nothing where it is not known. */
  static final class Layers {
    private final Optional<Architecture> architecture;
    private final List<WeightSpec> layers;
    private final List<String> suffixes;
    private final List<WeightSpec> weights;
    private final List<String> modules;

    Layers(Optional<Architecture> architecture) {
      this.architecture = architecture;
      layers = architecture.map(Architecture::denseLayers).orElse(List.of());
      suffixes = architecture.map(Architecture::targetSuffixes).orElse(List.of());
      weights = architecture.map(a -> a.weights(1)).orElse(List.of());
      modules = architecture.map(ModuleNames::of).orElse(List.of());
    }
  }

  /** An adapted layer, and by what name it is one. */
  private record Target(String name, WeightSpec layer) {
    int largestRank() {
      return Math.min(layer.in(), layer.out());
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
            "attn.qkv attn.proj mlp.fc1 mlp.fc2");
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
            .filter(target -> known.layers.stream().noneMatch(layer -> bears(layer, target)))
            .toList();
    known.architecture.ifPresent(
        a -> refuseUnknown("targets", "no layer of " + a.name(), unknown, known.suffixes));
    return unknown.isEmpty() && !given.isEmpty();
  }

  private void checkAlsoTrain(Architecture architecture) {
    List<String> unknown =
        alsoTrain.orElse(List.of()).stream()
            .distinct()
            .filter(suffix -> known.weights.stream().noneMatch(w -> ModuleNames.holds(suffix, w)))
            .toList();
    refuseUnknown("alsoTrain", "no module of " + architecture.name(), unknown, known.modules);
  }

  private void refuseUnknown(
      String attribute, String none, List<String> names, List<String> allowed) {
    lora.refuseEach(
        attribute,
        names,
        called ->
            "%s is called %s: allowed are %s%s"
                .formatted(
                    none, called, String.join(", ", allowed), Suggestions.hint(called, allowed)));
  }

  private boolean checkPattern() {
    if (lora.has("targets")) {
      lora.refuse(
          "targets",
          "targetPattern says already which layers are adapted: leave targets or it out");
      return false;
    }
    Optional<Pattern> pattern = pattern();
    if (pattern.isEmpty()) {
      return false;
    }
    boolean matches =
        known.layers.stream().anyMatch(l -> pattern.get().matcher(l.layer()).matches());
    if (known.architecture.isPresent() && !matches) {
      lora.refuse(
          "targetPattern",
          "no layer of %s matches %s as a whole: they are called %s"
              .formatted(
                  known.architecture.get().name(),
                  targetPattern.get(),
                  String.join(", ", known.suffixes.stream().map(s -> "blocks.0." + s).toList())
                      + " and so on"));
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
   * The adapted layers, each by every name by which it is one.
   *
   * @param sound false where layers are not as they are meant, but ranks can be wrong all the same
   */
  private List<Target> adapted(boolean sound) {
    if (targetPattern.isPresent()) {
      Predicate<String> matches =
          sound ? Pattern.compile(targetPattern.get()).asMatchPredicate() : layer -> false;
      return known.layers.stream()
          .filter(layer -> matches.test(layer.layer()) && isInBlocks(layer))
          .map(layer -> new Target(layer.layer(), layer))
          .toList();
    }
    Set<String> given = new LinkedHashSet<>(targets.orElse(List.of()));
    return known.layers.stream()
        .filter(layer -> !sound || isInBlocks(layer))
        .flatMap(
            layer -> given.stream().filter(t -> bears(layer, t)).map(t -> new Target(t, layer)))
        .toList();
  }

  private boolean isInBlocks(WeightSpec layer) {
    int block = layer.block().orElseThrow();
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
    return adapted.stream().filter(t -> bears(t.layer(), own.target())).toList();
  }

  private void checkRanks(List<Target> adapted) {
    List<TargetRank> own = targetRanks.orElse(List.of());
    List<Target> shared =
        adapted.stream()
            .filter(t -> own.stream().noneMatch(rank -> bears(t.layer(), rank.target())))
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
            tightest.layer().in(),
            tightest.layer().out());
  }

  private static boolean bears(WeightSpec layer, String target) {
    return ModuleNames.bears(layer.layer(), target);
  }
}
