package io.github.vitlora.experiment;

import io.github.vitlora.experiment.Architecture.DenseLayer;
import io.github.vitlora.experiment.DescriptorElements.LoraElement;
import io.github.vitlora.experiment.DescriptorElements.RegimeElement;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks that every regime can be trained and that no two have trials of the same name. */
final class RegimeChecks {

  /**
   * What the trials of other regimes are called. Their keys need not stand here: they are no slugs.
   */
  private static final Set<String> RESERVED =
      Set.of(new Regime.FullFineTuning().slug(), new Regime.LinearProbe().slug());

  /** Of one list. Whoever has it wrong throughout knows by then. */
  static final int MOST_PROBLEMS = 20;

  private final Problems problems;
  private final Optional<Architecture> architecture;

  /** The architecture's; none where it is not known. */
  private final List<DenseLayer> layers;

  /** What targets are allowed; none where the architecture is not known. */
  private final List<String> suffixes;

  /** Names of the architecture's weights; none where it is not known. */
  private final Set<String> weights;

  /** What can be trained whole; none where the architecture is not known. */
  private final List<String> modules;

  RegimeChecks(Problems problems, Optional<Architecture> architecture) {
    this.problems = problems;
    this.architecture = architecture;
    this.layers = architecture.map(Architecture::denseLayers).orElse(List.of());
    this.suffixes = architecture.map(Architecture::targetSuffixes).orElse(List.of());
    this.weights = architecture.map(a -> a.weightSizes(1).keySet()).orElse(Set.of());
    this.modules = architecture.map(ModuleNames::of).orElse(List.of());
  }

  void check(List<RegimeElement> regimes) {
    Set<String> keys = new HashSet<>();
    for (RegimeElement regime : regimes) {
      if (problems.stopReading(regime.place())) {
        return;
      }
      if (regime.isNamed() && !keys.add(regime.key())) {
        addDuplicate(regime);
      }
      if (regime instanceof LoraElement lora) {
        check(lora);
      }
    }
  }

  private void addDuplicate(RegimeElement regime) {
    if (regime instanceof LoraElement lora) {
      add(
          lora.place("name"),
          "a second <lora> of the name %s: give it a name of its own, name=\"%s-2\" for example"
              .formatted(lora.key(), lora.key()));
    } else {
      add(regime.place(), "<%s> stands more than once".formatted(regime.tag.name()));
    }
  }

  private void check(LoraElement lora) {
    if (RESERVED.contains(lora.key())) {
      add(
          lora.place("name"),
          "the name %s belongs to another regime: choose another one".formatted(lora.key()));
    }
    checkDuplicateRanks(lora);
    checkTargets(lora);
    architecture.ifPresent(a -> checkAlsoTrain(lora, a));
    tightest(lora).ifPresentOrElse(tightest -> checkRanks(lora, tightest), () -> checkRanks(lora));
  }

  private void checkDuplicateRanks(LoraElement lora) {
    Set<Integer> seen = new HashSet<>();
    Set<Integer> repeated = new LinkedHashSet<>();
    lora.ranks().stream().filter(rank -> !seen.add(rank)).forEach(repeated::add);
    few(repeated)
        .forEach(rank -> add(lora.place("ranks"), "rank %s stands more than once".formatted(rank)));
  }

  private void checkTargets(LoraElement lora) {
    Set<String> seen = new LinkedHashSet<>();
    Set<String> repeated = new LinkedHashSet<>();
    targets(lora).stream().filter(target -> !seen.add(target)).forEach(repeated::add);
    few(repeated)
        .forEach(
            target ->
                add(lora.place("targets"), "target %s stands more than once".formatted(target)));
    architecture.ifPresent(a -> checkTargets(lora, a, seen));
  }

  private void checkTargets(LoraElement lora, Architecture a, Set<String> targets) {
    targets.stream()
        .filter(target -> layers.stream().noneMatch(layer -> bears(layer, target)))
        .limit(MOST_PROBLEMS)
        .forEach(target -> addUnknown(lora, a, target));
  }

  private void addUnknown(LoraElement lora, Architecture a, String target) {
    add(
        lora.place("targets"),
        "no layer of %s is called %s: allowed are %s%s"
            .formatted(
                a.name(), target, String.join(", ", suffixes), Suggestions.hint(target, suffixes)));
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

  private record Target(String name, DenseLayer layer) {}

  /** The targeted layer that bounds the rank most; the first in forward order of several. */
  private Optional<Target> tightest(LoraElement lora) {
    Set<String> targets = new LinkedHashSet<>(targets(lora));
    Target tightest = null;
    for (DenseLayer layer : layers) {
      for (String target : targets) {
        if (bears(layer, target)
            && (tightest == null || largestRank(layer) < largestRank(tightest.layer()))) {
          tightest = new Target(target, layer);
        }
      }
    }
    return Optional.ofNullable(tightest);
  }

  private static int largestRank(DenseLayer layer) {
    return Math.min(layer.in(), layer.out());
  }

  private void checkRanks(LoraElement lora) {
    few(lora.ranks().stream().distinct().filter(rank -> rank < 1).toList())
        .forEach(
            rank ->
                add(
                    lora.place("ranks"),
                    "rank %s is not allowed: a rank is at least 1".formatted(rank)));
  }

  private void checkRanks(LoraElement lora, Target tightest) {
    int largest = largestRank(tightest.layer());
    few(lora.ranks().stream().distinct().filter(rank -> rank < 1 || rank > largest).toList())
        .forEach(
            rank ->
                add(
                    lora.place("ranks"),
                    "rank %s is not allowed: a rank is between 1 and %s for target %s (%s -> %s)"
                        .formatted(
                            rank,
                            largest,
                            tightest.name(),
                            tightest.layer().in(),
                            tightest.layer().out())));
  }

  private static <T> Stream<T> few(Collection<T> problems) {
    return problems.stream().limit(MOST_PROBLEMS);
  }

  private static boolean bears(DenseLayer layer, String target) {
    return ModuleNames.bears(layer.name(), target);
  }

  private static List<String> targets(LoraElement lora) {
    return lora.targets == null
        ? List.of()
        : lora.targets.stream().filter(Objects::nonNull).toList();
  }

  private void add(Place place, String message) {
    problems.add(place, message);
  }
}
