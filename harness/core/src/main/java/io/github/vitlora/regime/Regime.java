package io.github.vitlora.regime;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.OptBoolean;
import io.github.vitlora.experiment.RecordJson;
import io.github.vitlora.io.Range;
import io.github.vitlora.io.Slug;
import java.util.List;
import java.util.OptionalInt;

/** What is trained of a pretrained network. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Regime.FullFineTuning.class, name = "fullFineTuning"),
  @JsonSubTypes.Type(value = Regime.LinearProbe.class, name = "linearProbe"),
  @JsonSubTypes.Type(value = Regime.Lora.class, name = "lora"),
  @JsonSubTypes.Type(value = Regime.BitFit.class, name = "bitFit"),
  @JsonSubTypes.Type(value = Regime.LayerNormTuning.class, name = "layerNormTuning"),
  @JsonSubTypes.Type(value = Regime.LastBlocks.class, name = "lastBlocks"),
  @JsonSubTypes.Type(value = Regime.FromScratch.class, name = "fromScratch")
})
public sealed interface Regime {

  /** The name by which expectations and results speak of this regime, ranks aside. */
  @JsonIgnore
  String key();

  /** The part of a trial's id that stands for this regime, rank included. */
  @JsonIgnore
  String slug();

  /** What people read in tables and charts, rank included. */
  @JsonIgnore
  String label();

  /**
   * Whether this weight of the network itself is trained, adapters aside. The head's always are.
   *
   * @param weight timm's name, {@code blocks.0.norm1.bias} for example
   */
  boolean trains(Architecture architecture, String weight);

  /** Whether a weight is the classification head's. */
  static boolean isHead(String weight) {
    return weight.startsWith("head.");
  }

  /** Whether a weight is a bias. */
  static boolean isBias(String weight) {
    return weight.endsWith(".bias");
  }

  /** What the learning rate of the recipe is multiplied by for this weight. */
  default double learningRateFactor(String weight) {
    return 1;
  }

  /** Whether the network starts from random weights, whatever those of the experiment are. */
  @JsonIgnore
  default boolean startsFromRandomWeights() {
    return false;
  }

  /** The LoRA rank, for regimes that have one. */
  @JsonIgnore
  default OptionalInt rankIfAny() {
    return OptionalInt.empty();
  }

  /** Every parameter is trained. */
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
    public boolean trains(Architecture architecture, String weight) {
      return true;
    }
  }

  /** Only the classification head is trained. */
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
    public boolean trains(Architecture architecture, String weight) {
      return isHead(weight);
    }
  }

  /**
   * Head and biases alone are trained (Ben Zaken et al. 2022, arXiv:2106.10199), those of
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
    public boolean trains(Architecture architecture, String weight) {
      return isHead(weight) || isBias(weight);
    }
  }

  /** Head and layer normalisation alone are trained, weights and biases. */
  record LayerNormTuning() implements Regime {
    private static final List<String> NORMS = List.of("norm1", "norm2", "norm");

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
    public boolean trains(Architecture architecture, String weight) {
      return isHead(weight) || NORMS.stream().anyMatch(norm -> ModuleNames.holds(norm, weight));
    }
  }

  /**
   * The last blocks are trained, and what stands above them: the last normalisation and the head.
   *
   * @param name {@code lastBlocks}, or the name that the descriptor gives this element
   * @param count how many blocks, positive
   */
  record LastBlocks(String name, int count) implements Regime {
    /** The name of an element that the descriptor gives none. */
    public static final String UNNAMED = "lastBlocks";

    /** How its trials begin. */
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
    public boolean trains(Architecture architecture, String weight) {
      return isHead(weight)
          || ModuleNames.holds("norm", weight)
          || ModuleNames.blockOf(weight).orElse(-1) >= architecture.depth() - count;
    }
  }

  /** Every parameter is trained, from random weights: what pretraining is measured by. */
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
    public boolean trains(Architecture architecture, String weight) {
      return true;
    }

    @Override
    public boolean startsFromRandomWeights() {
      return true;
    }
  }

  /**
   * Low-rank adaptation (Hu et al. 2021, arXiv:2106.09685): the targets' weights stay frozen and
   * {@code h = W0 x + (alpha / rank) B A x}; adapters and head are trained, and what the options
   * say.
   *
   * @param name {@code lora}, or the name that the descriptor gives this element
   * @param rank inner dimension of the adapters but those whose target has its own, positive
   * @param alpha numerator of the scale, positive
   * @param targets suffixes of the names of the adapted layers, {@code attn.qkv} for example; none
   *     where the options have a pattern instead
   * @param dropout probability that an input of the adapter is zeroed in training, in [0, 1)
   * @param options where it differs from the plain regime
   */
  record Lora(
      String name,
      int rank,
      double alpha,
      List<String> targets,
      double dropout,
      @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = LoraOptions.Plain.class)
          @JacksonInject(value = RecordJson.PLAIN_LORA, useInput = OptBoolean.TRUE)
          LoraOptions options)
      implements Regime {
    /**
     * Copies the targets.
     *
     * @throws IllegalArgumentException if the name is no slug, or a number is not allowed
     */
    public Lora {
      Slug.require(name);
      Range.COUNT.require("rank", rank);
      Range.POSITIVE.require("alpha", alpha);
      Range.FRACTION.require("dropout", dropout);
      targets = List.copyOf(targets);
    }

    /** The plain regime. */
    public Lora(String name, int rank, double alpha, List<String> targets, double dropout) {
      this(name, rank, alpha, targets, dropout, LoraOptions.PLAIN);
    }

    /** The same regime with other options. */
    public Lora with(LoraOptions other) {
      return new Lora(name, rank, alpha, targets, dropout, other);
    }

    /** The rank of this layer's adapter: its target's own where there is one. */
    public int rankOf(String layer) {
      return options.rankOf(layer).orElse(rank);
    }

    /** The factor before {@code B A x} in this layer. */
    public double scaleOf(String layer) {
      return options.scaling().of(alpha, rankOf(layer));
    }

    /** Whether the layer of this name is adapted. */
    public boolean adapts(String layer) {
      return isTarget(layer) && options.adaptsBlockOf(layer);
    }

    private boolean isTarget(String layer) {
      return options
          .targetPattern()
          .map(pattern -> layer.matches(pattern))
          .orElseGet(() -> targets.stream().anyMatch(t -> ModuleNames.bears(layer, t)));
    }

    /** How many parameters the adapters of all layers have. */
    long adapterParameters(Architecture architecture) {
      return architecture.denseLayers().stream()
          .filter(layer -> adapts(layer.name()))
          .mapToLong(
              layer -> options.variant().parameters(rankOf(layer.name()), layer.in(), layer.out()))
          .sum();
    }

    @Override
    public boolean trains(Architecture architecture, String weight) {
      return isHead(weight) || options.alsoTrains(weight) || trainsBias(architecture, weight);
    }

    private boolean trainsBias(Architecture architecture, String weight) {
      return switch (options.bias()) {
        case NONE -> false;
        case ALL -> isBias(weight);
        case LORA ->
            architecture.denseLayers().stream()
                .filter(layer -> weight.equals(layer.name() + ".bias"))
                .anyMatch(layer -> adapts(layer.name()));
      };
    }

    @Override
    public double learningRateFactor(String weight) {
      return weight.endsWith(".lora_B.weight") ? options.loraPlusRatio() : 1;
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
