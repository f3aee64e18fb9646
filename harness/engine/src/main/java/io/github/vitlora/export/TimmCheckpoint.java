package io.github.vitlora.export;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.checkpoint.TensorType;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.io.Json;
import io.github.vitlora.model.Tensors;
import io.github.vitlora.regime.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a whole network as timm keeps it: {@code model.safetensors} and {@code config.json}, which
 * {@code timm.create_model("local-dir:FOLDER", pretrained=True)} reads.
 */
final class TimmCheckpoint {
  static final String CONFIGURATION = "config.json";
  static final String WEIGHTS = "model.safetensors";

  /** Names the classes in the order of their labels, for timm's readers of image folders. */
  static final String CLASS_MAP = "class_map.txt";

  /** The configuration replaces this architecture's dimensions by those of one unknown to timm. */
  private static final String PATTERN = "vit_tiny_patch16_224";

  private TimmCheckpoint() {}

  /**
   * Writes the files.
   *
   * @param folder made when needed
   * @param weights all of the network's, by timm's names
   * @param classNames names of the classes; the index is the label
   */
  static void write(
      Path folder,
      Architecture architecture,
      Map<String, NDArray> weights,
      TransformSpec transform,
      List<String> classNames)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(TensorType.F32);
    weights.forEach((name, array) -> Tensors.write(writer, name, array));
    writer.write(folder.resolve(WEIGHTS));
    TextFile.write(
        folder.resolve(CONFIGURATION), configuration(architecture, transform, classNames));
    TextFile.write(folder.resolve(CLASS_MAP), String.join("\n", classNames) + "\n");
  }

  private static JsonNode configuration(
      Architecture architecture, TransformSpec transform, List<String> classNames) {
    ObjectNode config = Json.strict().createObjectNode();
    config.put("architecture", isTimms(architecture) ? architecture.name() : PATTERN);
    config.put("num_classes", classNames.size());
    config.put("num_features", architecture.width());
    config.put("global_pool", "token");
    if (!isTimms(architecture)) {
      config.set("model_args", Json.strict().valueToTree(arguments(architecture)));
    }
    ArrayNode labels = config.putArray("label_names");
    classNames.forEach(labels::add);
    ObjectNode pretrained = config.putObject("pretrained_cfg");
    pretrained.put("num_classes", classNames.size());
    pretrained
        .putArray("input_size")
        .add(transform.channels())
        .add(transform.crop())
        .add(transform.crop());
    pretrained.put("fixed_input_size", true);
    pretrained.put("interpolation", "bicubic");
    pretrained.put("crop_pct", cropShare(transform));
    pretrained.put("crop_mode", "center");
    ArrayNode mean = pretrained.putArray("mean");
    transform.mean().forEach(mean::add);
    ArrayNode std = pretrained.putArray("std");
    transform.std().forEach(std::add);
    pretrained.put("first_conv", "patch_embed.proj");
    pretrained.put("classifier", "head");
    return config;
  }

  /** Returns the arguments of timm's {@code VisionTransformer} but for the number of classes. */
  static Map<String, Number> arguments(Architecture architecture) {
    Map<String, Number> arguments = new LinkedHashMap<>();
    arguments.put("img_size", architecture.imageSize());
    arguments.put("patch_size", architecture.patchSize());
    arguments.put("in_chans", architecture.channels());
    arguments.put("embed_dim", architecture.width());
    arguments.put("depth", architecture.depth());
    arguments.put("num_heads", architecture.heads());
    arguments.put("mlp_ratio", (double) architecture.mlpWidth() / architecture.width());
    return arguments;
  }

  /** Returns whether timm makes this very network from its name alone. */
  static boolean isTimms(Architecture architecture) {
    return architecture.name().matches("(vit|deit)_(tiny|small|base)_patch16_224");
  }

  /** Returns the share for which timm's {@code floor(crop / share)} is the side to resize to. */
  static double cropShare(TransformSpec transform) {
    double share = (double) transform.crop() / transform.resize();
    while (Math.floor(transform.crop() / share) < transform.resize()) {
      share = Math.nextDown(share);
    }
    return share;
  }
}
