package io.github.vitlora.regime;

import io.github.vitlora.regime.WeightSpec.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Holds the dimensions of a Vision Transformer (Dosovitskiy et al. 2021, arXiv:2010.11929), which
 * fix the names and shapes of its layers.
 *
 * @param name timm's name, where the architecture is one of timm's
 * @param imageSize side of the square input, in pixels
 * @param patchSize side of a square patch, in pixels
 * @param channels of the input: 3 for red, green and blue, 1 for grey
 * @param width C, the embedding dimension
 * @param depth number of transformer blocks
 * @param heads attention heads per block
 * @param mlpWidth hidden dimension of a block's MLP
 */
public record Architecture(
    String name,
    int imageSize,
    int patchSize,
    int channels,
    int width,
    int depth,
    int heads,
    int mlpWidth) {
  private static final Map<String, Architecture> KNOWN = new TreeMap<>();

  static {
    for (String family : List.of("vit", "deit")) {
      register(family + "_tiny_patch16_224", 192, 3);
      register(family + "_small_patch16_224", 384, 6);
      register(family + "_base_patch16_224", 768, 12);
    }
    // Not timm's: small enough to try a pipeline out in seconds.
    register(new Architecture("vit_smoke_patch8_32", 32, 8, 3, 32, 2, 2, 64));
    // Nor this one: for images of MNIST's size, such as the built-in data set's.
    register(new Architecture("vit_mini_patch4_28_gray", 28, 4, 1, 64, 4, 4, 256));
  }

  private static void register(String name, int width, int heads) {
    register(new Architecture(name, 224, 16, 3, width, 12, heads, 4 * width));
  }

  private static void register(Architecture architecture) {
    KNOWN.put(architecture.name(), architecture);
  }

  /** Returns the architecture of this name, if there is one. */
  public static Optional<Architecture> named(String name) {
    return Optional.ofNullable(KNOWN.get(name));
  }

  /** Returns all names that {@link #named} knows, sorted. */
  public static List<String> names() {
    return List.copyOf(KNOWN.keySet());
  }

  /** Returns N, the length of the token sequence: one token a patch, and the class token. */
  public int tokens() {
    int side = imageSize / patchSize;
    return side * side + 1;
  }

  /** Returns the number of features per attention head. */
  public int headWidth() {
    return width / heads;
  }

  /** Returns what the names of a block's modules begin with. */
  static String block(int index) {
    return "blocks." + index + ".";
  }

  /**
   * Returns every weight of the network, in timm's order.
   *
   * @param classes outputs of the classification head
   */
  public List<WeightSpec> weights(int classes) {
    List<WeightSpec> all = new ArrayList<>();
    all.add(alone("cls_token", Role.TOKEN, 1));
    all.add(alone("pos_embed", Role.EMBEDDING, tokens()));
    OptionalInt none = OptionalInt.empty();
    List<Integer> patch = List.of(width, channels, patchSize, patchSize);
    all.addAll(layer("patch_embed.proj", none, Role.DENSE, InitialValues.LECUN_NORMAL, patch));
    for (int i = 0; i < depth; i++) {
      all.addAll(norm("norm1", OptionalInt.of(i)));
      all.addAll(dense("attn.qkv", i, width, 3 * width));
      all.addAll(dense("attn.proj", i, width, width));
      all.addAll(norm("norm2", OptionalInt.of(i)));
      all.addAll(dense("mlp.fc1", i, width, mlpWidth));
      all.addAll(dense("mlp.fc2", i, mlpWidth, width));
    }
    all.addAll(norm("norm", none));
    all.addAll(layer("head", none, Role.HEAD, InitialValues.NORMAL, List.of(classes, width)));
    return List.copyOf(all);
  }

  private WeightSpec alone(String name, Role role, int tokens) {
    List<Integer> shape = List.of(1, tokens, width);
    return new WeightSpec(name, "", shape, role, OptionalInt.empty(), InitialValues.NORMAL);
  }

  private List<WeightSpec> norm(String name, OptionalInt block) {
    return layer(name, block, Role.NORM, InitialValues.ONES, List.of(width));
  }

  private static List<WeightSpec> dense(String name, int block, int in, int out) {
    return layer(
        name, OptionalInt.of(block), Role.DENSE, InitialValues.LECUN_NORMAL, List.of(out, in));
  }

  /** A layer's weight, and its bias, which has one value an output. */
  private static List<WeightSpec> layer(
      String name, OptionalInt block, Role role, InitialValues start, List<Integer> shape) {
    String path = block.isPresent() ? block(block.getAsInt()) + name : name;
    return List.of(
        new WeightSpec(path, WeightSpec.WEIGHT, shape, role, block, start),
        new WeightSpec(
            path, WeightSpec.BIAS, shape.subList(0, 1), role, block, InitialValues.ZEROS));
  }

  /**
   * Returns how many layers a weight lies below the head, as timm counts them for a learning rate
   * that falls with depth: 0 for the head, 1 for the last block and the normalisation after it,
   * {@link #depth} for the first block, and one more for patches, positions and class token. An
   * adapter lies where its block does.
   */
  public int layersBelowHead(WeightSpec weight) {
    if (weight.block().isPresent()) {
      return depth - weight.block().getAsInt();
    }
    return switch (weight.role()) {
      case HEAD -> 0;
      case NORM -> 1;
      default -> depth + 1;
    };
  }

  /** Returns the blocks' dense weights, which adapters can target, in forward order. */
  public List<WeightSpec> denseLayers() {
    return weights(1).stream().filter(WeightSpec::isAdaptable).toList();
  }

  /** Returns what adapters can target, in forward order, parts of a layer after the layer. */
  public List<AdapterTarget> targets() {
    return denseLayers().stream().flatMap(dense -> AdapterTarget.of(dense).stream()).toList();
  }

  /** Returns the suffixes below {@code blocks.N.} by which an adapter can name whole layers. */
  public List<String> targetSuffixes() {
    return denseLayers().stream().map(WeightSpec::layerInBlock).distinct().sorted().toList();
  }
}
