package io.github.vitlora.descriptor;

import static io.github.vitlora.descriptor.AttributeType.SLUG;
import static io.github.vitlora.descriptor.AttributeType.oneOf;
import static io.github.vitlora.descriptor.AttributeType.whole;

import io.github.vitlora.io.Range;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.RecipeOverride;
import io.github.vitlora.regime.Regime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a regime, which stands for one of each of its ranks if it has ranks.
 *
 * @param element where it stands
 * @param kind what it says of itself
 * @param own what it says of its recipe; empty where it follows none
 */
record RegimeReader(Element element, Kind kind, Optional<TrainingReader.Own> own) {
  private static final Regime.FullFineTuning FULL = new Regime.FullFineTuning();
  private static final Regime.LinearProbe PROBE = new Regime.LinearProbe();
  private static final Regime.OptimalProbe OPTIMAL_PROBE = new Regime.OptimalProbe();
  private static final Regime.BitFit BIT_FIT = new Regime.BitFit();
  private static final Regime.LayerNormTuning LAYER_NORM = new Regime.LayerNormTuning();
  private static final Regime.FromScratch FROM_SCRATCH = new Regime.FromScratch();
  private static final Regime.NearestMean NEAREST_MEAN = new Regime.NearestMean();

  /** The slugs of other regimes. Their keys need not stand here: they are no slugs. */
  private static final Set<String> RESERVED =
      Stream.concat(
              Stream.of(FULL, PROBE, OPTIMAL_PROBE, BIT_FIT, LAYER_NORM, FROM_SCRATCH, NEAREST_MEAN)
                  .map(Regime::slug),
              Stream.of(Regime.LastBlocks.SLUG, Regime.NearestNeighbours.SLUG))
          .collect(Collectors.toUnmodifiableSet());

  /** Reads what an element among the regimes says of itself. */
  interface Kind {
    /** Returns the name that expectations use; empty where it is not in order. */
    Optional<String> key();

    /** Returns the records, one for each rank. */
    Stream<Regime> regimes();

    /** Reads what it says of its recipe; nothing is asked for where it follows none. */
    default Optional<TrainingReader.Own> own(Element element) {
      return Optional.of(new TrainingReader.Own(element));
    }

    /** Returns whether what it says of its recipe is about optimizer steps. */
    default boolean takesSteps() {
      return true;
    }

    /** Returns whether validation images choose something, whatever the recipe says. */
    default boolean choosesByValidation() {
      return false;
    }

    /** Returns a name for a second one of its kind; empty where there can be none. */
    default Optional<String> anotherName() {
      return Optional.empty();
    }

    /** Returns the ranks, if it has any; a list of none where they are not in order. */
    default Optional<List<Integer>> ranks() {
      return Optional.empty();
    }

    /** Returns whether it has adapters with dropout. */
    default boolean hasDropout() {
      return false;
    }

    /** Returns whether there are kernels for it; true where its variant is not in order. */
    default boolean hasKernels() {
      return true;
    }
  }

  /** A regime of which there is one. */
  private record Single(Regime regime) implements Kind {
    @Override
    public Optional<String> key() {
      return Optional.of(regime.key());
    }

    @Override
    public Stream<Regime> regimes() {
      return Stream.of(regime);
    }

    @Override
    public Optional<TrainingReader.Own> own(Element element) {
      return regime.featureFit().isPresent() ? Optional.empty() : Kind.super.own(element);
    }
  }

  /** How a linear probe is fitted. */
  private enum Fit {
    STEPS,
    OPTIMAL
  }

  /** Two of them can stand in a descriptor, one of each fit. */
  private record Probe(Optional<Fit> fit) implements Kind {
    static Probe read(Element e) {
      return new Probe(e.optional("fit", oneOf(Fit.class), "steps"));
    }

    @Override
    public Optional<String> key() {
      return regimes().map(Regime::key).findFirst();
    }

    @Override
    public Stream<Regime> regimes() {
      return fit.stream().map(how -> how == Fit.OPTIMAL ? OPTIMAL_PROBE : PROBE);
    }

    /** Takes a recipe where there are steps; where there are none, nothing of it but the loss. */
    @Override
    public Optional<TrainingReader.Own> own(Element element) {
      TrainingReader.Own own = new TrainingReader.Own(element);
      if (takesSteps()) {
        return Optional.of(own);
      }
      for (String attribute : TrainingReader.Own.ATTRIBUTES) {
        if (element.has(attribute) && !attribute.equals("classWeights")) {
          element.refuse(
              attribute,
              "%s is about optimizer steps, and fit=\"optimal\" takes none: leave one of both out"
                  .formatted(attribute));
        }
      }
      return Optional.of(own);
    }

    @Override
    public boolean takesSteps() {
      return fit.filter(how -> how == Fit.OPTIMAL).isEmpty();
    }

    @Override
    public boolean choosesByValidation() {
      return !takesSteps();
    }
  }

  /** Is one, so that its key does not depend on k, which may not be in order. */
  private record Neighbours(Optional<Integer> k) implements Kind {
    static final String KEY = new Regime.NearestNeighbours(Regime.NearestNeighbours.USUAL_K).key();

    static Neighbours read(Element e) {
      return new Neighbours(
          e.optional("k", whole(Range.COUNT), Integer.toString(Regime.NearestNeighbours.USUAL_K)));
    }

    @Override
    public Optional<String> key() {
      return Optional.of(KEY);
    }

    @Override
    public Stream<Regime> regimes() {
      return Stream.of(new Regime.NearestNeighbours(k.orElseThrow()));
    }

    @Override
    public Optional<TrainingReader.Own> own(Element element) {
      return Optional.empty();
    }
  }

  private record LastBlocks(Element element, Optional<String> key, Optional<Integer> count)
      implements Kind {
    static LastBlocks read(Element e, Optional<Architecture> architecture) {
      Optional<String> name = nameOf(e, Regime.LastBlocks.UNNAMED);
      Optional<Integer> count = e.required("count", whole(Range.COUNT));
      architecture
          .filter(a -> count.orElse(0) > a.depth())
          .ifPresent(
              a ->
                  e.refuse(
                      "count",
                      "%s has %s blocks: count is at most that".formatted(a.name(), a.depth())));
      return new LastBlocks(e, name, count);
    }

    @Override
    public Optional<String> anotherName() {
      return Optional.of("last-" + count.orElse(2));
    }

    @Override
    public Stream<Regime> regimes() {
      return Stream.of(new Regime.LastBlocks(key.orElseThrow(), count.orElseThrow()));
    }
  }

  /**
   * Reads the name of a regime of which there may be several.
   *
   * @param unnamed stands for a name that is not given
   */
  static Optional<String> nameOf(Element e, String unnamed) {
    Optional<String> name = e.optional("name", SLUG);
    if (name.filter(RESERVED::contains).isPresent()) {
      e.refuse(
          "name",
          "the name %s belongs to another regime: choose another one".formatted(name.get()));
    }
    return e.has("name") ? name : Optional.of(unnamed);
  }

  /** Reads all of them. */
  static List<RegimeReader> read(Element regimes, Optional<Architecture> architecture) {
    Map<String, Function<Element, Kind>> kinds = new LinkedHashMap<>();
    kinds.put(FULL.key(), e -> new Single(FULL));
    kinds.put(PROBE.key(), Probe::read);
    LoraReader.Layers layers = new LoraReader.Layers(architecture);
    kinds.put("lora", e -> new LoraReader(e, layers));
    kinds.put(BIT_FIT.key(), e -> new Single(BIT_FIT));
    kinds.put(LAYER_NORM.key(), e -> new Single(LAYER_NORM));
    kinds.put(Regime.LastBlocks.UNNAMED, e -> LastBlocks.read(e, architecture));
    kinds.put(FROM_SCRATCH.key(), e -> new Single(FROM_SCRATCH));
    kinds.put(NEAREST_MEAN.key(), e -> new Single(NEAREST_MEAN));
    kinds.put(Neighbours.KEY, Neighbours::read);
    Set<String> keys = new HashSet<>();
    Map<String, Function<Element, RegimeReader>> readers = new LinkedHashMap<>();
    kinds.forEach((name, kind) -> readers.put(name, e -> read(e, kind, keys)));
    List<RegimeReader> read = regimes.children(readers);
    if (regimes.isEmpty()) {
      regimes.refuse("<regimes> is empty: it takes at least one of " + regimes.allowedTags());
    }
    return read;
  }

  private static RegimeReader read(Element e, Function<Element, Kind> kind, Set<String> keys) {
    Kind read = kind.apply(e);
    RegimeReader regime = new RegimeReader(e, read, read.own(e));
    regime.kind.key().filter(key -> !keys.add(key)).ifPresent(regime::refuseDuplicate);
    return regime;
  }

  private void refuseDuplicate(String key) {
    kind.anotherName()
        .ifPresentOrElse(
            other ->
                element.refuse(
                    "name",
                    "a second <%s> of the name %s: give it a name of its own, name=\"%s\" for example"
                        .formatted(element.name(), key, other)),
            () -> element.refuse("<%s> stands more than once".formatted(element.name())));
  }

  /** Returns what it says of its optimizer steps; empty where it takes none. */
  Optional<TrainingReader.Own> ownSteps() {
    return own.filter(recipe -> kind.takesSteps());
  }

  /** Returns what it says of its recipe; nothing where it follows the shared one. */
  Stream<RecipeOverride> override() {
    return own.stream()
        .map(recipe -> recipe.build(kind.key().orElseThrow()))
        .filter(override -> !override.changesNothing());
  }
}
