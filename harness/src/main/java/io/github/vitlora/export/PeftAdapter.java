package io.github.vitlora.export;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vitlora.experiment.Architecture;
import io.github.vitlora.experiment.LoraScaling;
import io.github.vitlora.experiment.LoraVariant;
import io.github.vitlora.experiment.Regime;
import io.github.vitlora.experiment.TrainedBiases;
import io.github.vitlora.model.SafetensorsWriter;
import io.github.vitlora.model.TensorType;
import io.github.vitlora.model.Tensors;
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
    new TreeMap<>(trained).forEach((name, array) -> Tensors.write(writer, WRAPPER + name, array));
    writer.write(folder.resolve(WEIGHTS));
    JsonFile.write(
        folder.resolve(CONFIGURATION), configuration(architecture, lora, trained.keySet()));
  }

  /** Whether it is known how PEFT keeps all that was trained, as it is of whole modules. */
  static boolean canKeep(Regime.Lora lora, Collection<String> trained) {
    return lora.options().bias() == TrainedBiases.NONE
        && lora.options().variant() != LoraVariant.BIASED
        && trained.stream().allMatch(name -> name.contains("."));
  }

  private static List<String> adapted(Collection<String> trained) {
    return trained.stream()
        .filter(name -> name.endsWith(DOWN))
        .map(name -> name.substring(0, name.length() - DOWN.length()))
        .toList();
  }

  /** The modules that are trained whole, the head first. */
  private static List<String> whole(Collection<String> trained) {
    return trained.stream()
        .filter(name -> !name.contains(".lora_"))
        .map(name -> name.substring(0, name.lastIndexOf('.')))
        .distinct()
        .sorted(Comparator.comparing((String module) -> !module.equals("head")))
        .toList();
  }

  /** Keys in alphabetical order, as PEFT writes them. */
  private static JsonNode configuration(
      Architecture architecture, Regime.Lora lora, Collection<String> trained) throws IOException {
    ObjectNode values;
    try (InputStream in = PeftAdapter.class.getResourceAsStream("peft-lora.json")) {
      values = (ObjectNode) JsonFile.MAPPER.readTree(in);
    }
    int times = lora.options().initialisation().takesPartOfWeights() ? 2 : 1;
    values.put("r", times * lora.rank());
    LoraScaling scaling = lora.options().scaling();
    // So that the scale stays that of the rank which was trained.
    double alpha = lora.alpha() / scaling.of(1, times);
    values.put("lora_alpha", alpha);
    values.put("lora_dropout", lora.dropout());
    values.put("use_rslora", scaling == LoraScaling.RSLORA);
    values.put("use_dora", lora.options().variant() == LoraVariant.DORA);
    ObjectNode ranks = values.putObject("rank_pattern");
    adapted(trained).stream()
        .filter(layer -> lora.rankOf(layer) != lora.rank())
        .forEach(layer -> ranks.put(layer, times * lora.rankOf(layer)));
    values.putObject("alpha_pattern");
    values.set("target_modules", targets(architecture, adapted(trained)));
    values.set("modules_to_save", JsonFile.MAPPER.valueToTree(whole(trained)));
    ObjectNode sorted = JsonFile.MAPPER.createObjectNode();
    new TreeSet<>(List.copyOf(values.properties().stream().map(Map.Entry::getKey).toList()))
        .forEach(key -> sorted.set(key, values.get(key)));
    return sorted;
  }

  /**
   * A regular expression of layers that are adapted in every block, or else the names of all
   * adapted layers: of both PEFT takes the one layer that is meant.
   */
  private static JsonNode targets(Architecture architecture, List<String> adapted) {
    List<String> suffixes = adapted.stream().map(PeftAdapter::inBlock).distinct().toList();
    if (adapted.size() == suffixes.size() * architecture.depth()) {
      return JsonFile.MAPPER
          .getNodeFactory()
          .textNode(".*\\.(" + String.join("|", suffixes).replace(".", "\\.") + ")$");
    }
    return JsonFile.MAPPER.valueToTree(adapted);
  }

  /** {@code attn.qkv} of {@code blocks.3.attn.qkv}. */
  private static String inBlock(String layer) {
    return layer.replaceFirst("^blocks\\.\\d+\\.", "");
  }
}
