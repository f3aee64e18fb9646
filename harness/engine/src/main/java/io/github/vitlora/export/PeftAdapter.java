package io.github.vitlora.export;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.checkpoint.TensorType;
import io.github.vitlora.io.Json;
import io.github.vitlora.model.Tensors;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.LoraScaling;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainedBiases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Adapters and head as Hugging Face's PEFT keeps them: {@code adapter_config.json}, with every key
 * that PEFT 0.21.2 writes, and {@code adapter_model.safetensors}. The head, and whatever else is
 * trained whole, are PEFT's modules to save beside the adapters. Adapters that took over part of
 * their layers' weights are written as plain ones of twice the rank, as PEFT does when it converts
 * PiSSA to LoRA: they go with the pretrained weights as everybody has them.
 */
final class PeftAdapter {
  static final String CONFIGURATION = "adapter_config.json";
  static final String WEIGHTS = "adapter_model.safetensors";

  private static final String WRAPPER = "base_model.model.";
  private static final String DOWN = ".lora_A.weight";
  private static final String BIAS = ".bias";

  private PeftAdapter() {}

  /**
   * Writes both files.
   *
   * @param folder made when needed
   * @param trained what the trial trained, by name, as it stands beside pretrained weights
   */
  static void write(
      Path folder, Architecture architecture, Regime.Lora lora, Map<String, NDArray> trained)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(TensorType.F32);
    Map<String, NDArray> named = new TreeMap<>();
    trained.forEach((name, array) -> named.put(WRAPPER + inPeft(name, trained.keySet()), array));
    named.forEach((name, array) -> Tensors.write(writer, name, array));
    writer.write(folder.resolve(WEIGHTS));
    JsonFile.write(
        folder.resolve(CONFIGURATION), configuration(architecture, lora, trained.keySet()));
  }

  /** The layer that PEFT adapts lies inside of its own, and with it the layer's bias. */
  private static String inPeft(String name, Collection<String> trained) {
    return isOfAdapted(name, trained) ? moduleOf(name) + ".base_layer" + BIAS : name;
  }

  /**
   * Whether it is known how PEFT keeps all that was trained: adapters, whole modules, and biases.
   * It neither keeps parameters that are no module's, nor adapts a layer that is trained itself.
   */
  static boolean canKeep(Regime.Lora lora, Collection<String> trained) {
    boolean biases = lora.options().bias() != TrainedBiases.NONE;
    return lora.options().variant() != LoraVariant.BIASED
        && trained.stream().allMatch(name -> name.contains("."))
        && trained.stream()
            .filter(name -> isOfAdapted(name, trained))
            .allMatch(name -> biases && name.endsWith(BIAS));
  }

  /** Whether a weight is an adapted layer's own. */
  private static boolean isOfAdapted(String name, Collection<String> trained) {
    return !name.contains(".lora_") && trained.contains(moduleOf(name) + DOWN);
  }

  private static List<String> adapted(Collection<String> trained) {
    return trained.stream()
        .filter(name -> name.endsWith(DOWN))
        .map(name -> name.substring(0, name.length() - DOWN.length()))
        .toList();
  }

  /** The modules that are trained whole, the head first. */
  private static List<String> whole(Regime.Lora lora, Collection<String> trained) {
    return trained.stream()
        .filter(name -> !name.contains(".lora_") && !isBiasAlone(lora, name, trained))
        .map(PeftAdapter::moduleOf)
        .distinct()
        .sorted(Comparator.comparing((String module) -> !module.equals("head")))
        .toList();
  }

  /** Whether this is a bias that is trained as biases are, and not as its module's. */
  private static boolean isBiasAlone(Regime.Lora lora, String name, Collection<String> trained) {
    return name.endsWith(BIAS)
        && !trained.contains(moduleOf(name) + ".weight")
        && (lora.options().bias() == TrainedBiases.ALL || isOfAdapted(name, trained));
  }

  private static String moduleOf(String weight) {
    return weight.substring(0, Math.max(0, weight.lastIndexOf('.')));
  }

  /** Keys in alphabetical order, as PEFT writes them. */
  private static JsonNode configuration(
      Architecture architecture, Regime.Lora lora, Collection<String> trained) throws IOException {
    ObjectNode values;
    try (InputStream in = PeftAdapter.class.getResourceAsStream("peft-lora.json")) {
      values = (ObjectNode) Json.strict().readTree(in);
    }
    int times = lora.options().initialisation().takesPartOfWeights() ? 2 : 1;
    values.put("r", times * lora.rank());
    LoraScaling scaling = lora.options().scaling();
    // So that the scale stays that of the rank which was trained.
    double alpha = lora.alpha() / scaling.of(1, times);
    values.put("lora_alpha", alpha);
    values.put("lora_dropout", lora.dropout());
    values.put("bias", bias(lora.options().bias()));
    values.put("use_rslora", scaling == LoraScaling.RSLORA);
    values.put("use_dora", lora.options().variant() == LoraVariant.DORA);
    ObjectNode ranks = values.putObject("rank_pattern");
    adapted(trained).stream()
        .filter(layer -> lora.rankOf(layer) != lora.rank())
        .forEach(layer -> ranks.put(layer, times * lora.rankOf(layer)));
    values.putObject("alpha_pattern");
    values.set("target_modules", targets(architecture, adapted(trained)));
    values.set("modules_to_save", Json.strict().valueToTree(whole(lora, trained)));
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

  /**
   * A regular expression of layers that are adapted in every block, or else the names of all
   * adapted layers: of both PEFT takes the one layer that is meant.
   */
  private static JsonNode targets(Architecture architecture, List<String> adapted) {
    List<String> suffixes = adapted.stream().map(PeftAdapter::inBlock).distinct().toList();
    if (adapted.size() == suffixes.size() * architecture.depth()) {
      return Json.strict()
          .getNodeFactory()
          .textNode(".*\\.(" + String.join("|", suffixes).replace(".", "\\.") + ")$");
    }
    return Json.strict().valueToTree(adapted);
  }

  /** {@code attn.qkv} of {@code blocks.3.attn.qkv}. */
  private static String inBlock(String layer) {
    return layer.replaceFirst("^blocks\\.\\d+\\.", "");
  }
}
