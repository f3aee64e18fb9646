package io.github.vitlora.export;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.checkpoint.TensorType;
import io.github.vitlora.io.Json;
import io.github.vitlora.model.Tensors;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.regime.Adapter;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.LoraScaling;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.PeftConfiguration;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainedBiases;
import io.github.vitlora.regime.WeightSpec;
import io.github.vitlora.regime.WeightSpec.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes adapters and head as Hugging Face's PEFT keeps them: {@code adapter_config.json}, with
 * every key that PEFT 0.21.2 writes, and {@code adapter_model.safetensors}. The head, and whatever
 * else is trained whole, are PEFT's modules to save beside the adapters. Adapters that took over
 * part of their layers' weights are written as plain ones of twice the rank, as PEFT does when it
 * converts PiSSA to LoRA: they go with the pretrained weights as everybody has them.
 */
final class PeftAdapter {
  static final String CONFIGURATION = "adapter_config.json";
  static final String WEIGHTS = "adapter_model.safetensors";

  private static final String WRAPPER = "base_model.model.";

  private final Architecture architecture;
  private final PeftConfiguration peft;
  private final Map<String, Adapter> adapters = new LinkedHashMap<>();
  private final Map<String, WeightSpec> trained = new LinkedHashMap<>();

  private PeftAdapter(Architecture architecture, PeftConfiguration peft, TunableModel model) {
    this.architecture = architecture;
    this.peft = peft;
    model.adapters().forEach(adapter -> adapters.put(adapter.layer(), adapter));
    model.trainable().keySet().forEach(name -> trained.put(name, model.spec(name)));
  }

  /**
   * Returns the adapter of a model if PEFT can keep all that was trained: adapters, whole modules,
   * and biases. PEFT keeps no parameter that belongs to no module, and adapts no layer that is
   * trained itself.
   */
  static Optional<PeftAdapter> of(Architecture architecture, Regime regime, TunableModel model) {
    return regime
        .peft()
        .map(peft -> new PeftAdapter(architecture, peft, model))
        .filter(adapter -> adapter.trained.values().stream().allMatch(adapter::keeps));
  }

  private boolean keeps(WeightSpec weight) {
    return !weight.part().isEmpty()
        && (!isOfAdapted(weight) || (weight.isBias() && peft.bias() != TrainedBiases.NONE));
  }

  /** Returns whether a weight is an adapted layer's own. */
  private boolean isOfAdapted(WeightSpec weight) {
    return weight.role() != Role.ADAPTER && adapters.containsKey(weight.layer());
  }

  /**
   * Writes both files.
   *
   * @param folder made when needed
   * @param values of what was trained, by name, as they stand beside pretrained weights
   */
  void write(Path folder, Map<String, NDArray> values) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(TensorType.F32);
    Map<String, NDArray> named = new TreeMap<>();
    values.forEach((name, array) -> named.put(WRAPPER + inPeft(trained.get(name)), array));
    named.forEach((name, array) -> Tensors.write(writer, name, array));
    writer.write(folder.resolve(WEIGHTS));
    TextFile.write(folder.resolve(CONFIGURATION), configuration());
  }

  /** Returns the name in PEFT, which wraps an adapted layer and its bias. */
  private String inPeft(WeightSpec weight) {
    return isOfAdapted(weight)
        ? WeightSpec.name(weight.layer() + ".base_layer", weight.part())
        : weight.name();
  }

  /** Returns the modules that are trained whole, the head first. */
  private List<String> whole() {
    return trained.values().stream()
        .filter(weight -> weight.role() != Role.ADAPTER && !isBiasAlone(weight))
        .sorted(Comparator.comparing(weight -> weight.role() != Role.HEAD))
        .map(WeightSpec::layer)
        .distinct()
        .toList();
  }

  /** Returns whether a bias is trained without the rest of its module. */
  private boolean isBiasAlone(WeightSpec weight) {
    return weight.isBias()
        && !trained.containsKey(WeightSpec.name(weight.layer(), WeightSpec.WEIGHT))
        && (peft.bias() == TrainedBiases.ALL || isOfAdapted(weight));
  }

  /** Returns the configuration, its keys in alphabetical order as PEFT writes them. */
  private JsonNode configuration() throws IOException {
    ObjectNode values;
    try (InputStream in = PeftAdapter.class.getResourceAsStream("peft-lora.json")) {
      values = (ObjectNode) Json.strict().readTree(in);
    }
    values.put("r", peft.rank());
    values.put("lora_alpha", peft.alpha());
    values.put("lora_dropout", peft.dropout());
    values.put("bias", bias(peft.bias()));
    values.put("use_rslora", peft.scaling() == LoraScaling.RSLORA);
    values.put("use_dora", peft.variant() == LoraVariant.DORA);
    ObjectNode ranks = values.putObject("rank_pattern");
    adapters.forEach(
        (layer, adapter) -> {
          int rank = adapter.initialisation().timesRankBesidePretrained() * adapter.rank();
          if (rank != peft.rank()) {
            ranks.put(layer, rank);
          }
        });
    values.putObject("alpha_pattern");
    values.set("target_modules", targets());
    values.set("modules_to_save", Json.strict().valueToTree(whole()));
    ObjectNode sorted = Json.strict().createObjectNode();
    new TreeSet<>(List.copyOf(values.properties().stream().map(Map.Entry::getKey).toList()))
        .forEach(key -> sorted.set(key, values.get(key)));
    return sorted;
  }

  private static String bias(TrainedBiases trained) {
    return switch (trained) {
      case NONE -> "none";
      case LORA -> "lora_only";
      case ALL -> "all";
    };
  }

  /** Returns a regular expression for layers adapted in every block, else all names. */
  private JsonNode targets() {
    List<String> suffixes =
        adapters.values().stream().map(a -> a.dense().layerInBlock()).distinct().toList();
    if (adapters.size() == suffixes.size() * architecture.depth()) {
      return Json.strict()
          .getNodeFactory()
          .textNode(".*\\.(" + String.join("|", suffixes).replace(".", "\\.") + ")$");
    }
    return Json.strict().valueToTree(adapters.keySet());
  }
}
