package io.github.vitlora.experiment;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.OptBoolean;
import java.util.List;
import java.util.OptionalInt;

/** What is trained of a pretrained network. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Regime.FullFineTuning.class, name = "fullFineTuning"),
  @JsonSubTypes.Type(value = Regime.LinearProbe.class, name = "linearProbe"),
  @JsonSubTypes.Type(value = Regime.Lora.class, name = "lora")
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
   * Low-rank adaptation (Hu et al. 2021, arXiv:2106.09685): the targets' weights stay frozen and
   * {@code h = W0 x + (alpha / rank) B A x}; adapters and head are trained, and what the options
   * say.
   *
   * @param name {@code lora}, or the name that the descriptor gives this element
   * @param rank inner dimension of the adapters, positive
   * @param alpha numerator of the scale, positive
   * @param targets suffixes of the names of the adapted layers, {@code attn.qkv} for example
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
    /** Copies the targets. */
    public Lora {
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

    /** The factor {@code alpha / rank} before {@code B A x}. */
    @JsonIgnore
    public double scale() {
      return alpha / rank;
    }

    /** Whether the layer of this name is adapted. */
    public boolean adapts(String layer) {
      return targets.stream().anyMatch(target -> ModuleNames.bears(layer, target));
    }

    @Override
    public boolean trains(Architecture architecture, String weight) {
      return isHead(weight) || options.alsoTrains(weight);
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
