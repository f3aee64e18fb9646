package io.github.vitlora.report.table;

import io.github.vitlora.io.NumberText;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.Regime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a case says of a LoRA regime; options that it makes no use of are not mentioned. */
public final class LoraParameters {
  private LoraParameters() {}

  public static Map<String, String> of(Regime.Lora lora) {
    LoraOptions options = lora.options();
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("alpha", NumberText.plain(lora.alpha()));
    parameters.put("targets", options.targetPattern().orElse(String.join(" ", lora.targets())));
    parameters.put("dropout", NumberText.plain(lora.dropout()));
    Map<String, String> rare = new LinkedHashMap<>();
    rare.put("blocks", joined(options.blocks()));
    rare.put("ranks of targets", joined(options.targetRanks()));
    rare.put("also trained", joined(options.alsoTrain()));
    rare.put("trained biases", name(options.bias(), LoraOptions.PLAIN.bias()));
    rare.put("variant", name(options.variant(), LoraOptions.PLAIN.variant()));
    rare.put("initialisation", name(options.initialisation(), LoraOptions.PLAIN.initialisation()));
    rare.put("scaling", name(options.scaling(), LoraOptions.PLAIN.scaling()));
    rare.put(
        "LoRA+ ratio",
        options.loraPlusRatio() == 1 ? "" : NumberText.plain(options.loraPlusRatio()));
    rare.values().removeIf(String::isEmpty);
    parameters.putAll(rare);
    return parameters;
  }

  private static String joined(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  private static String name(Enum<?> value, Enum<?> usual) {
    return value == usual ? "" : value.name().toLowerCase(Locale.ROOT);
  }
}
