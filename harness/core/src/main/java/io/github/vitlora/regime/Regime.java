package io.github.vitlora.regime;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.OptBoolean;
import io.github.vitlora.io.Range;
import io.github.vitlora.io.Slug;
import io.github.vitlora.regime.WeightSpec.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Decides what is trained of a pretrained network, if anything. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Regime.FullFineTuning.class, name = "fullFineTuning"),
  @JsonSubTypes.Type(value = Regime.LinearProbe.class, name = "linearProbe"),
  @JsonSubTypes.Type(value = Regime.Lora.class, name = "lora"),
  @JsonSubTypes.Type(value = Regime.BitFit.class, name = "bitFit"),
  @JsonSubTypes.Type(value = Regime.LayerNormTuning.class, name = "layerNormTuning"),
  @JsonSubTypes.Type(value = Regime.LastBlocks.class, name = "lastBlocks"),
  @JsonSubTypes.Type(value = Regime.FromScratch.class, name = "fromScratch"),
  @JsonSubTypes.Type(value = Regime.NearestMean.class, name = "nearestMean"),
  @JsonSubTypes.Type(value = Regime.NearestNeighbours.class, name = "nearestNeighbours"),
  @JsonSubTypes.Type(value = Regime.OptimalProbe.class, name = "linearProbeOptimal")
})
public interface Regime {
  /** Returns the name by which expectations and results speak of this regime, ranks aside. */
  @JsonIgnore
  String key();

  /** Returns the part of a trial's id that stands for this regime, rank included. */
  @JsonIgnore
  String slug();

  /** Returns what people read in tables and charts, rank included. */
  @JsonIgnore
  String label();

  /**
   * Returns whether this weight, the network's or an adapter's, is trained. The head's always are
   * where optimizer steps train anything.
   */
  boolean trains(Architecture architecture, WeightSpec weight);

  /**
   * Returns whether this weight has to be stored: what is trained, and a head that is made without
   * training.
   */
  default boolean keeps(Architecture architecture, WeightSpec weight) {
    return trains(architecture, weight);
  }

  /** Returns how frozen features classify without optimizer steps; empty where steps are taken. */
  default Optional<FeatureFit> featureFit() {
    return Optional.empty();
  }

  /**
   * Returns what stands beside a dense layer of a block: nothing, one adapter beside the whole of
   * it, or some beside parts of it, in the order of their rows.
   *
   * @param dense its weight
   */
  default List<Adapter> adapters(WeightSpec dense) {
    return List.of();
  }

  /** Returns what the learning rate of the recipe is multiplied by for this weight. */
  default double learningRateFactor(WeightSpec weight) {
    return 1;
  }

  /**
   * Returns the learning rate of Adam around which a search for this regime's begins. Few weights
   * beside frozen ones take more than the pretrained ones themselves: each has to bring about more
   * of the change, and there is less to forget. LoRA takes about ten times the rate of full
   * fine-tuning (Hu et al. 2021, appendix D; Biderman et al. 2024, arXiv:2405.09673, section 6),
   * and so do the few biases and normalisations (Ben Zaken et al. 2022); a head alone, a convex
   * problem, takes more still. The search moves on from a start that does not suit.
   */
  default double usualLearningRate() {
    return 1e-3;
  }

  /** Returns whether kernels can compute its network; where none can, plain blocks do. */
  default boolean hasKernels() {
    return true;
  }

  /** Returns whether something is zeroed at random in training, which no kernels do. */
  default boolean hasDropout() {
    return false;
  }

  /** Returns its adapters as Hugging Face's PEFT has them, if it does. */
  default Optional<PeftConfiguration> peft() {
    return Optional.empty();
  }

  /** Returns what people read of it beside its label, by what it is called; numbers are doubles. */
  default Map<String, Object> parameters() {
    return Map.of();
  }

  /**
   * Returns every weight of the network as this regime has it: the architecture's own, and after
   * those of each adapted layer its adapters'.
   *
   * @param classes outputs of the classification head
   */
  default List<WeightSpec> weights(Architecture architecture, int classes) {
    Map<String, List<WeightSpec>> layers = new LinkedHashMap<>();
    for (WeightSpec weight : architecture.weights(classes)) {
      layers.computeIfAbsent(weight.layer(), layer -> new ArrayList<>()).add(weight);
    }
    for (WeightSpec dense : architecture.denseLayers()) {
      adapters(dense).forEach(adapter -> layers.get(dense.layer()).addAll(adapter.weights()));
    }
    return layers.values().stream().flatMap(List::stream).toList();
  }

  /** Returns whether nothing but the classification head is trained. */
  default boolean trainsHeadAlone(Architecture architecture) {
    return weights(architecture, 1).stream()
        .allMatch(weight -> weight.role() == Role.HEAD || !trains(architecture, weight));
  }

  /** Returns whether the network starts from random weights in place of the experiment's. */
  @JsonIgnore
  default boolean startsFromRandomWeights() {
    return false;
  }

  /** Returns the LoRA rank, for regimes that have one. */
  @JsonIgnore
  default OptionalInt rankIfAny() {
    return OptionalInt.empty();
  }

  /** Trains every parameter. */
  record FullFineTuning() implements Regime {
    @Override
    public String key() {
      return "fullFineTuning";
    }

    @Override
    public String slug() {
      return "full";
    }

    @Override
    public String label() {
      return "full fine-tuning";
    }

    @Override
    public double usualLearningRate() {
      return 1e-4;
    }

    @Override
    public boolean trains(Architecture architecture, WeightSpec weight) {
      return true;
    }
  }

  /** Trains the classification head alone. */
  record LinearProbe() implements Regime {
    @Override
    public String key() {
      return "linearProbe";
    }

    @Override
    public String slug() {
      return "linear-probe";
    }

    @Override
    public String label() {
      return "linear probe";
    }

    @Override
    public double usualLearningRate() {
      return 1e-2;
    }

    @Override
    public boolean trains(Architecture architecture, WeightSpec weight) {
      return weight.role() == Role.HEAD;
    }
  }

  /**
   * Trains the classification head alone, and to its optimum: without steps, and so without a
   * learning rate or a number of epochs on which the outcome depends.
   */
  record OptimalProbe() implements Regime {
    private static final List<Double> PENALTIES = List.of(1.0, 0.1, 0.01, 1e-3, 1e-4);

    @Override
    public String key() {
      return "linearProbeOptimal";
    }

    @Override
    public String slug() {
      return "linear-probe-optimal";
    }

    @Override
    public String label() {
      return "linear probe, optimal";
    }

    @Override
    public boolean trains(Architecture architecture, WeightSpec weight) {
      return weight.role() == Role.HEAD;
    }

    @Override
    public Optional<FeatureFit> featureFit() {
      return Optional.of(new FeatureFit.LogisticRegression(PENALTIES));
    }
  }

  /**
   * Trains the head and all biases (Ben Zaken et al. 2022, arXiv:2106.10199), those of
   * normalisation and of the patches' projection too.
   */
  record BitFit() implements Regime {
    @Override
    public String key() {
      return "bitFit";
    }

    @Override
    public String slug() {
      return "bitfit";
    }

    @Override
    public String label() {
      return "BitFit";
    }

    @Override
    public boolean trains(Architecture architecture, WeightSpec weight) {
      return weight.role() == Role.HEAD || weight.isBias();
    }
  }

  /** Trains the head and layer normalisation, weights and biases. */
  record LayerNormTuning() implements Regime {
    @Override
    public String key() {
      return "layerNormTuning";
    }

    @Override
    public String slug() {
      return "layer-norm";
    }

    @Override
    public String label() {
      return "LayerNorm tuning";
    }

    @Override
    public boolean trains(Architecture architecture, WeightSpec weight) {
      return weight.role() == Role.HEAD || weight.role() == Role.NORM;
    }
  }

  /**
   * Trains the last blocks and what stands above them: the last normalisation and the head.
   *
   * @param name {@code lastBlocks}, or the name that the descriptor gives this element
   * @param count how many blocks, positive
   */
  record LastBlocks(String name, int count) implements Regime {
    /** Names an element that the descriptor gives no name. */
    public static final String UNNAMED = "lastBlocks";

    /** Begins its trials' slugs. */
    public static final String SLUG = "last-blocks";

    /**
     * Checks name and count.
     *
     * @throws IllegalArgumentException if the name is no slug, or the count not positive
     */
    public LastBlocks {
      if (!name.equals(UNNAMED)) {
        Slug.require(name);
      }
      Range.COUNT.require("count", count);
    }

    @Override
    public String key() {
      return name;
    }

    @Override
    public String slug() {
      return (name.equals(UNNAMED) ? SLUG : name) + "-" + count;
    }

    @Override
    public String label() {
      String blocks = count == 1 ? "last block" : "last " + count + " blocks";
      return name.equals(UNNAMED) ? blocks : name + " (" + blocks + ")";
    }

    @Override
    public double usualLearningRate() {
      return 1e-4;
    }

    @Override
    public boolean trains(Architecture architecture, WeightSpec weight) {
      return weight.role() == Role.HEAD
          || (weight.role() == Role.NORM && weight.block().isEmpty())
          || weight.block().orElse(-1) >= architecture.depth() - count;
    }
  }

  /** Trains every parameter from random weights, as a measure of what pretraining brings. */
  record FromScratch() implements Regime {
    @Override
    public String key() {
      return "fromScratch";
    }

    @Override
    public String slug() {
      return "from-scratch";
    }

    @Override
    public String label() {
      return "from scratch";
    }

    @Override
    public double usualLearningRate() {
      return 1e-4;
    }

    @Override
    public boolean trains(Architecture architecture, WeightSpec weight) {
      return true;
    }

    @Override
    public boolean startsFromRandomWeights() {
      return true;
    }
  }

  /**
   * Trains nothing: an image belongs to the class whose training images have the nearest mean
   * feature. That is a linear classifier, so what has to be stored is a head.
   */
  record NearestMean() implements Regime {
    @Override
    public String key() {
      return "nearestMean";
    }

    @Override
    public String slug() {
      return "nearest-mean";
    }

    @Override
    public String label() {
      return "nearest class mean";
    }

    @Override
    public boolean trains(Architecture architecture, WeightSpec weight) {
      return false;
    }

    @Override
    public boolean keeps(Architecture architecture, WeightSpec weight) {
      return weight.role() == Role.HEAD;
    }

    @Override
    public Optional<FeatureFit> featureFit() {
      return Optional.of(new FeatureFit.NearestMean());
    }
  }

  /**
   * Trains nothing: an image belongs to the class of most of its k nearest training images. What
   * has to be stored is these images' features, and nothing of the network.
   *
   * @param k how many vote, positive
   */
  record NearestNeighbours(int k) implements Regime {
    /** Begins its trials' slugs. */
    public static final String SLUG = "nearest-neighbours";

    /** Is how many vote where a descriptor does not say. DINO's evaluation found it to be best. */
    public static final int USUAL_K = 20;

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public NearestNeighbours {
      Range.COUNT.require("k", k);
    }

    @Override
    public String key() {
      return "nearestNeighbours";
    }

    @Override
    public String slug() {
      return SLUG + "-k" + k;
    }

    @Override
    public String label() {
      return k == 1 ? "nearest neighbour" : k + " nearest neighbours";
    }

    @Override
    public boolean trains(Architecture architecture, WeightSpec weight) {
      return false;
    }

    @Override
    public Optional<FeatureFit> featureFit() {
      return Optional.of(new FeatureFit.NearestNeighbours(k));
    }

    @Override
    public Map<String, Object> parameters() {
      return Map.of("k", (double) k);
    }
  }

  /**
   * Trains low-rank adapters (Hu et al. 2021, arXiv:2106.09685): the targets' weights stay frozen
   * and {@code h = W0 x + (alpha / rank) B A x}; adapters and head are trained, and what the
   * options say.
   *
   * @param name {@code lora}, or the name that the descriptor gives this element
   * @param rank inner dimension of the adapters but those whose target has its own, positive
   * @param alpha numerator of the scale, positive
   * @param targets suffixes of the names of the adapted layers, {@code attn.qkv} for example, or of
   *     {@link AdapterTarget parts} of them; none where the options have a pattern instead
   * @param dropout probability that an input of the adapter is zeroed in training, in [0, 1)
   * @param options where it differs from the plain regime
   */
  record Lora(
      String name,
      int rank,
      double alpha,
      List<String> targets,
      double dropout,
      @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = LoraOptions.class)
          @JacksonInject(useInput = OptBoolean.TRUE)
          LoraOptions options)
      implements Regime {
    /**
     * Copies the targets under their canonical names.
     *
     * @throws IllegalArgumentException if the name is no slug, or a number is not allowed
     */
    public Lora {
      Slug.require(name);
      Range.COUNT.require("rank", rank);
      Range.POSITIVE.require("alpha", alpha);
      Range.FRACTION.require("dropout", dropout);
      targets = targets.stream().map(AdapterTarget::canonical).toList();
    }

    /** Makes the plain regime. */
    public Lora(String name, int rank, double alpha, List<String> targets, double dropout) {
      this(name, rank, alpha, targets, dropout, LoraOptions.PLAIN);
    }

    /** Returns the same regime with other options. */
    public Lora with(LoraOptions other) {
      return new Lora(name, rank, alpha, targets, dropout, other);
    }

    /** Returns the rank of an adapter by its target's name: the target's own if there is one. */
    public int rankOf(String layer) {
      return options.rankOf(layer).orElse(rank);
    }

    /** Returns the factor before {@code B A x} by the name of the adapter's target. */
    public double scaleOf(String layer) {
      return options.scaling().of(alpha, rankOf(layer));
    }

    /**
     * Finds the adapters of a layer. A pattern that matches a layer's name means the whole of it,
     * whichever names of parts it matches too.
     *
     * @throws IllegalArgumentException if targets name a layer and a part of it, or biases are to
     *     be trained that are those of parts alone
     */
    @Override
    public List<Adapter> adapters(WeightSpec dense) {
      if (!dense.isAdaptable() || !options.adaptsBlock(dense.block().getAsInt())) {
        return List.of();
      }
      List<AdapterTarget> found = AdapterTarget.of(dense).stream().filter(this::isTarget).toList();
      if (found.isEmpty()) {
        return List.of();
      }
      if (!found.get(0).isPart()) {
        if (found.size() > 1 && options.targetPattern().isEmpty()) {
          throw new IllegalArgumentException(
              "%s is a target, and %s, a part of it, is another"
                  .formatted(dense.layer(), found.get(1).name()));
        }
        return List.of(adapter(found.get(0)));
      }
      if (options.bias() == TrainedBiases.LORA) {
        throw new IllegalArgumentException(
            "%s is a part of %s, whose bias is trained whole or not at all"
                .formatted(found.get(0).name(), dense.layer()));
      }
      return found.stream().map(this::adapter).toList();
    }

    private Adapter adapter(AdapterTarget target) {
      return new Adapter(
          options.variant(),
          target,
          rankOf(target.name()),
          scaleOf(target.name()),
          dropout,
          options.initialisation());
    }

    /** Whether the layer that a weight of the network belongs to is adapted as a whole. */
    private boolean adapts(WeightSpec weight) {
      return weight.role() == Role.DENSE
          && weight.block().isPresent()
          && isTarget(AdapterTarget.whole(weight))
          && options.adaptsBlock(weight.block().getAsInt());
    }

    private boolean isTarget(AdapterTarget target) {
      return options
          .targetPattern()
          .map(pattern -> target.name().matches(pattern))
          .orElseGet(() -> targets.stream().anyMatch(target::bears));
    }

    @Override
    public boolean trains(Architecture architecture, WeightSpec weight) {
      return weight.role() == Role.HEAD
          || weight.role() == Role.ADAPTER
          || options.alsoTrains(weight)
          || (weight.isBias() && trainsBias(weight));
    }

    private boolean trainsBias(WeightSpec bias) {
      return switch (options.bias()) {
        case NONE -> false;
        case ALL -> true;
        case LORA -> adapts(bias);
      };
    }

    @Override
    public double learningRateFactor(WeightSpec weight) {
      return weight.part().equals(Adapter.UP) ? options.loraPlusRatio() : 1;
    }

    @Override
    public boolean hasKernels() {
      return options.variant().hasKernels();
    }

    @Override
    public boolean hasDropout() {
      return dropout > 0;
    }

    @Override
    public Optional<PeftConfiguration> peft() {
      if (!options.variant().isKnownToPeft()) {
        return Optional.empty();
      }
      int times = options.initialisation().timesRankBesidePretrained();
      // So that the scale stays that of the rank which was trained.
      double numerator = alpha / options.scaling().of(1, times);
      return Optional.of(
          new PeftConfiguration(
              times * rank,
              numerator,
              dropout,
              options.bias(),
              options.scaling(),
              options.variant()));
    }

    @Override
    public Map<String, Object> parameters() {
      Map<String, Object> parameters = new LinkedHashMap<>();
      parameters.put("alpha", alpha);
      parameters.put("targets", options.targetPattern().orElse(String.join(" ", targets)));
      parameters.put("dropout", dropout);
      parameters.putAll(options.unusual());
      return parameters;
    }

    @Override
    public String key() {
      return name;
    }

    @Override
    public String slug() {
      return name + "-r" + rank;
    }

    @Override
    public String label() {
      return (name.equals("lora") ? "LoRA" : name) + " r=" + rank;
    }

    @Override
    public OptionalInt rankIfAny() {
      return OptionalInt.of(rank);
    }
  }
}
