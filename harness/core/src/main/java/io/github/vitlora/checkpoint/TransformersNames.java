package io.github.vitlora.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names weights as the transformers library's ViT and DeiT do. Their queries, keys and values are
 * three layers, whose rows timm's joined layer has one after the other.
 *
 * @param prefix what stands before the encoder's names: {@code vit.} or {@code deit.} where there
 *     is a classification head, nothing where there is none
 */
record TransformersNames(String prefix) implements WeightNames {

  private static final Pattern TELLING =
      Pattern.compile("(.*?)encoder\\.layer\\.\\d+\\.attention\\.attention\\.query\\.weight");

  private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d+)\\.(.+)\\.(weight|bias)");
  private static final Pattern LAYER =
      Pattern.compile("encoder\\.layer\\.(\\d+)\\.(.+)\\.(weight|bias)");

  private static final String QKV = "attn.qkv";
  private static final List<String> JOINED =
      List.of("attention.attention.query", "attention.attention.key", "attention.attention.value");

  /** Maps timm's names of a block's layers to those of transformers. */
  private static final Map<String, String> LAYERS =
      Map.of(
          "norm1", "layernorm_before",
          "attn.proj", "attention.output.dense",
          "norm2", "layernorm_after",
          "mlp.fc1", "intermediate.dense",
          "mlp.fc2", "output.dense");

  private static final Pattern IN_BLOCK = Pattern.compile("(.*)encoder\\.layer\\.(\\d+)\\.(.+)");

  /** Maps a block's modules in files to those in memory, where they differ. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "attention.attention.query", "attention.q_proj",
          "attention.attention.key", "attention.k_proj",
          "attention.attention.value", "attention.v_proj",
          "attention.output.dense", "attention.o_proj",
          "intermediate.dense", "mlp.fc1",
          "output.dense", "mlp.fc2");

  private static final Map<String, String> ENDS =
      Map.of(
          "cls_token", "embeddings.cls_token",
          "pos_embed", "embeddings.position_embeddings",
          "patch_embed.proj.weight", "embeddings.patch_embeddings.projection.weight",
          "patch_embed.proj.bias", "embeddings.patch_embeddings.projection.bias",
          "norm.weight", "layernorm.weight",
          "norm.bias", "layernorm.bias");

  /** The head's names have no prefix. */
  private static final Map<String, String> HEAD =
      Map.of("head.weight", "classifier.weight", "head.bias", "classifier.bias");

  /** Returns the names of a file that has a tensor of this name, if transformers names it so. */
  static Optional<TransformersNames> betrayedBy(String tensor) {
    Matcher telling = TELLING.matcher(tensor);
    return telling.matches()
        ? Optional.of(new TransformersNames(telling.group(1)))
        : Optional.empty();
  }

  /** Returns the same below what stands before the file's head, if anything does. */
  WeightNames withHeadOf(SafetensorsFile file) {
    for (int end = prefix.indexOf('.') + 1; end > 0; end = prefix.indexOf('.', end) + 1) {
      String before = prefix.substring(0, end);
      if (file.contains(before + HEAD.get("head.weight"))) {
        return new Prefixed(before, new TransformersNames(prefix.substring(end)));
      }
    }
    return this;
  }

  @Override
  public List<String> parts(String weight) {
    if (HEAD.containsKey(weight)) {
      return List.of(HEAD.get(weight));
    }
    Matcher block = BLOCK.matcher(weight);
    if (!block.matches()) {
      return List.of(prefix + ENDS.getOrDefault(weight, weight));
    }
    String layer = block.group(2);
    Stream<String> names =
        layer.equals(QKV) ? JOINED.stream() : Stream.of(LAYERS.getOrDefault(layer, layer));
    return names
        .map(name -> prefix + "encoder.layer." + block.group(1) + "." + name + "." + block.group(3))
        .toList();
  }

  @Override
  public Optional<String> weight(String tensor) {
    Optional<String> head = key(HEAD, tensor);
    if (head.isPresent() || !tensor.startsWith(prefix)) {
      return head;
    }
    String name = tensor.substring(prefix.length());
    Matcher layer = LAYER.matcher(name);
    if (!layer.matches()) {
      return key(ENDS, name);
    }
    Optional<String> timm =
        JOINED.contains(layer.group(2)) ? Optional.of(QKV) : key(LAYERS, layer.group(2));
    return timm.map(t -> "blocks." + layer.group(1) + "." + t + "." + layer.group(3));
  }

  @Override
  public WeightNames ofClassifier() {
    return new TransformersNames("vit.");
  }

  /** Since its version 5 the library renames modules as it reads and writes files. */
  @Override
  public String inMemory(String module) {
    Matcher inner = IN_BLOCK.matcher(module);
    return inner.matches()
        ? inner.group(1)
            + "layers."
            + inner.group(2)
            + "."
            + RENAMED.getOrDefault(inner.group(3), inner.group(3))
        : module;
  }

  /** Allows a pooling layer that only other tasks use, and the token of masked pretraining. */
  @Override
  public boolean isOptional(String tensor) {
    return tensor.startsWith(prefix + "pooler.") || tensor.equals(prefix + "embeddings.mask_token");
  }

  private static Optional<String> key(Map<String, String> names, String value) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().equals(value))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
