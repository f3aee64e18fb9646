package io.github.vitlora.descriptor;

import io.github.vitlora.descriptor.DescriptorElements.LoraElement;
import io.github.vitlora.io.Suggestions;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.BlockRange;
import io.github.vitlora.regime.ModuleNames;
import io.github.vitlora.regime.TargetRank;
import io.github.vitlora.regime.WeightSpec;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Checks that a LoRA regime's layers, modules and ranks are there and go together. */
final class LoraChecks {
  private static final int MOST_PROBLEMS = RegimeChecks.MOST_PROBLEMS;

  private final Problems problems;
  private final Optional<Architecture> architecture;

  /** The architecture's; none where it is not known. */
  private final List<WeightSpec> layers;

  /** What targets are allowed; none where the architecture is not known. */
  private final List<String> suffixes;

  /** The architecture's weights; none where it is not known. */
  private final List<WeightSpec> weights;

  /** What can be trained whole; none where the architecture is not known. */
  private final List<String> modules;

  LoraChecks(Problems problems, Optional<Architecture> architecture) {
    this.problems = problems;
    this.architecture = architecture;
    this.layers = architecture.map(Architecture::denseLayers).orElse(List.of());
    this.suffixes = architecture.map(Architecture::targetSuffixes).orElse(List.of());
    this.weights = architecture.map(a -> a.weights(1)).orElse(List.of());
    this.modules = architecture.map(ModuleNames::of).orElse(List.of());
  }

  /** An adapted layer, and by what name it is one. */
  private record Target(String name, WeightSpec layer) {
    int largestRank() {
      return Math.min(layer.in(), layer.out());
    }
  }

  void check(LoraElement lora) {
    checkDuplicateRanks(lora);
    boolean sound = lora.targetPattern == null ? checkTargets(lora) : checkPattern(lora);
    sound &= checkBlocks(lora);
    architecture.ifPresent(a -> checkAlsoTrain(lora, a));
    List<Target> adapted = sound ? adapted(lora) : adaptedInAnyCase(lora);
    if (architecture.isPresent() && sound && adapted.isEmpty()) {
      add(lora.place("blocks"), "no layer is left to adapt: no target lies in these blocks");
    }
    checkTargetRanks(lora, adapted);
    checkRanks(lora, adapted);
  }

  private void checkDuplicateRanks(LoraElement lora) {
    Set<Integer> seen = new HashSet<>();
    Set<Integer> repeated = new LinkedHashSet<>();
    lora.ranks().stream().filter(rank -> !seen.add(rank)).forEach(repeated::add);
    few(repeated)
        .forEach(rank -> add(lora.place("ranks"), "rank %s stands more than once".formatted(rank)));
  }

  private boolean checkTargets(LoraElement lora) {
    Set<String> seen = new LinkedHashSet<>();
    Set<String> repeated = new LinkedHashSet<>();
    lora.targets().stream().filter(target -> !seen.add(target)).forEach(repeated::add);
    few(repeated)
        .forEach(
            target ->
                add(lora.place("targets"), "target %s stands more than once".formatted(target)));
    List<String> unknown =
        seen.stream()
            .filter(target -> layers.stream().noneMatch(layer -> bears(layer, target)))
            .limit(MOST_PROBLEMS)
            .toList();
    architecture.ifPresent(a -> unknown.forEach(target -> addUnknownTarget(lora, a, target)));
    return unknown.isEmpty() && !seen.isEmpty();
  }

  private void addUnknownTarget(LoraElement lora, Architecture a, String target) {
    add(
        lora.place("targets"),
        "no layer of %s is called %s: allowed are %s%s"
            .formatted(
                a.name(), target, String.join(", ", suffixes), Suggestions.hint(target, suffixes)));
  }

  private boolean checkPattern(LoraElement lora) {
    if (lora.tag.attributes().containsKey("targets")) {
      add(
          lora.place("targets"),
          "targetPattern says already which layers are adapted: leave targets or it out");
      return false;
    }
    Optional<Pattern> pattern = pattern(lora);
    if (pattern.isEmpty()) {
      return false;
    }
    boolean matches = layers.stream().anyMatch(l -> pattern.get().matcher(l.layer()).matches());
    if (architecture.isPresent() && !matches) {
      add(
          lora.place("targetPattern"),
          "no layer of %s matches %s as a whole: they are called %s"
              .formatted(
                  architecture.get().name(),
                  lora.targetPattern,
                  String.join(", ", suffixes.stream().map(s -> "blocks.0." + s).toList())
                      + " and so on"));
    }
    return matches;
  }

  private Optional<Pattern> pattern(LoraElement lora) {
    try {
      return Optional.of(Pattern.compile(lora.targetPattern));
    } catch (PatternSyntaxException e) {
      add(
          lora.place("targetPattern"),
          "targetPattern \"%s\" is no regular expression: %s"
              .formatted(lora.targetPattern, e.getDescription()));
      return Optional.empty();
    }
  }

  private boolean checkBlocks(LoraElement lora) {
    List<BlockRange> ranges = lora.blocks();
    few(ranges.stream().filter(r -> r.first() > r.last()).toList())
        .forEach(
            r ->
                add(
                    lora.place("blocks"),
                    "blocks %s runs backwards: the lower one stands first".formatted(r)));
    if (architecture.isEmpty()) {
      return true;
    }
    int last = architecture.get().depth() - 1;
    List<BlockRange> beyond =
        ranges.stream().filter(r -> Math.max(r.first(), r.last()) > last).toList();
    few(beyond)
        .forEach(
            r ->
                add(
                    lora.place("blocks"),
                    "%s has no block %s: its blocks are 0 to %s"
                        .formatted(
                            architecture.get().name(), Math.max(r.first(), r.last()), last)));
    return beyond.isEmpty() && ranges.stream().noneMatch(r -> r.first() > r.last());
  }

  private void checkAlsoTrain(LoraElement lora, Architecture a) {
    lora.alsoTrain().stream()
        .distinct()
        .filter(suffix -> weights.stream().noneMatch(w -> ModuleNames.holds(suffix, w)))
        .limit(MOST_PROBLEMS)
        .forEach(
            suffix ->
                add(
                    lora.place("alsoTrain"),
                    "no module of %s is called %s: allowed are %s%s"
                        .formatted(
                            a.name(),
                            suffix,
                            String.join(", ", modules),
                            Suggestions.hint(suffix, modules))));
  }

  private List<Target> adapted(LoraElement lora) {
    List<BlockRange> ranges = lora.blocks();
    return (lora.targetPattern == null ? adaptedByKnownTargets(lora) : adaptedByPattern(lora))
        .stream().filter(target -> isIn(ranges, target.layer())).toList();
  }

  /** Something else is wrong, but ranks can be too. */
  private List<Target> adaptedInAnyCase(LoraElement lora) {
    return lora.targetPattern == null ? adaptedByKnownTargets(lora) : List.of();
  }

  private static boolean isIn(List<BlockRange> ranges, WeightSpec layer) {
    int block = layer.block().orElseThrow();
    return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(block));
  }

  private List<Target> adaptedByKnownTargets(LoraElement lora) {
    Set<String> targets = new LinkedHashSet<>(lora.targets());
    return layers.stream()
        .flatMap(
            layer ->
                targets.stream()
                    .filter(target -> bears(layer, target))
                    .map(t -> new Target(t, layer)))
        .toList();
  }

  private List<Target> adaptedByPattern(LoraElement lora) {
    Predicate<String> matches = Pattern.compile(lora.targetPattern).asMatchPredicate();
    return layers.stream()
        .filter(layer -> matches.test(layer.layer()))
        .map(layer -> new Target(layer.layer(), layer))
        .toList();
  }

  private void checkTargetRanks(LoraElement lora, List<Target> adapted) {
    Set<String> seen = new HashSet<>();
    for (TargetRank own : few(lora.targetRanks()).toList()) {
      if (!seen.add(own.target())) {
        add(lora.place("targetRanks"), "target %s has more than one rank".formatted(own.target()));
      }
      List<Target> fitting = adapted.stream().filter(t -> bears(t.layer(), own.target())).toList();
      if (fitting.isEmpty()) {
        if (!adapted.isEmpty()) {
          add(
              lora.place("targetRanks"),
              "%s is the rank of no layer that is adapted: these are called %s"
                  .formatted(own, names(adapted)));
        }
      } else {
        checkRank(lora, "targetRanks", own.rank(), tightest(fitting));
      }
    }
  }

  private static String names(List<Target> adapted) {
    return String.join(", ", adapted.stream().map(Target::name).distinct().limit(4).toList());
  }

  private void checkRanks(LoraElement lora, List<Target> adapted) {
    List<TargetRank> own = lora.targetRanks();
    List<Target> shared =
        adapted.stream()
            .filter(t -> own.stream().noneMatch(rank -> bears(t.layer(), rank.target())))
            .toList();
    List<Integer> ranks = lora.ranks().stream().distinct().toList();
    if (shared.isEmpty()) {
      few(ranks.stream().filter(rank -> rank < 1).toList())
          .forEach(
              rank ->
                  add(
                      lora.place("ranks"),
                      "rank %s is not allowed: a rank is at least 1".formatted(rank)));
      return;
    }
    Target tightest = tightest(shared);
    few(ranks.stream().filter(rank -> rank < 1 || rank > tightest.largestRank()).toList())
        .forEach(rank -> checkRank(lora, "ranks", rank, tightest));
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

  private void checkRank(LoraElement lora, String attribute, int rank, Target tightest) {
    if (rank < 1 || rank > tightest.largestRank()) {
      add(
          lora.place(attribute),
          "rank %s is not allowed: a rank is between 1 and %s for target %s (%s -> %s)"
              .formatted(
                  rank,
                  tightest.largestRank(),
                  tightest.name(),
                  tightest.layer().in(),
                  tightest.layer().out()));
    }
  }

  private static <T> Stream<T> few(Collection<T> problems) {
    return problems.stream().limit(MOST_PROBLEMS);
  }

  private static boolean bears(WeightSpec layer, String target) {
    return ModuleNames.bears(layer.layer(), target);
  }

  private void add(Place place, String message) {
    problems.add(place, message);
  }
}
