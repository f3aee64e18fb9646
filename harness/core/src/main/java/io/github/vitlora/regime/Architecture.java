package io.github.vitlora.regime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The dimensions of a Vision Transformer (Dosovitskiy et al. 2021, arXiv:2010.11929), which fix the
 * names and shapes of its layers.
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

  private static final String BLOCKS = "blocks.";

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

  /**
   * A dense layer that an adapter can target.
   *
   * @param name its module name, {@code blocks.0.attn.qkv} for example
   * @param in input features
   * @param out output features
   */
  public record DenseLayer(String name, int in, int out) {}

  private static void register(String name, int width, int heads) {
    register(new Architecture(name, 224, 16, 3, width, 12, heads, 4 * width));
  }

  private static void register(Architecture architecture) {
    KNOWN.put(architecture.name(), architecture);
  }

  /** The architecture of this name, if there is one. */
  public static Optional<Architecture> named(String name) {
    return Optional.ofNullable(KNOWN.get(name));
  }

  /** All names that {@link #named} knows, sorted. */
  public static List<String> names() {
    return List.copyOf(KNOWN.keySet());
  }

  /** N, the length of the token sequence: one token a patch, and the class token. */
  public int tokens() {
    int side = imageSize / patchSize;
    return side * side + 1;
  }

  /** Features per attention head. */
  public int headWidth() {
    return width / heads;
  }

  /** The dense layers of all blocks, in forward order. */
  public List<DenseLayer> denseLayers() {
    List<DenseLayer> layers = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      String block = BLOCKS + i + ".";
      layers.add(new DenseLayer(block + "attn.qkv", width, 3 * width));
      layers.add(new DenseLayer(block + "attn.proj", width, width));
      layers.add(new DenseLayer(block + "mlp.fc1", width, mlpWidth));
      layers.add(new DenseLayer(block + "mlp.fc2", mlpWidth, width));
    }
    return List.copyOf(layers);
  }

  /**
   * Parameters of every weight of the network, by timm's names and in timm's order.
   *
   * @param classes outputs of the classification head
   */
  public Map<String, Long> weightSizes(int classes) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    sizes.put("cls_token", (long) width);
    sizes.put("pos_embed", (long) tokens() * width);
    addDense(sizes, "patch_embed.proj", channels * patchSize * patchSize, width);
    for (int i = 0; i < depth; i++) {
      String block = BLOCKS + i + ".";
      addNorm(sizes, block + "norm1");
      addDense(sizes, block + "attn.qkv", width, 3 * width);
      addDense(sizes, block + "attn.proj", width, width);
      addNorm(sizes, block + "norm2");
      addDense(sizes, block + "mlp.fc1", width, mlpWidth);
      addDense(sizes, block + "mlp.fc2", mlpWidth, width);
    }
    addNorm(sizes, "norm");
    addDense(sizes, "head", width, classes);
    return Collections.unmodifiableMap(sizes);
  }

  private static void addDense(Map<String, Long> sizes, String name, int in, int out) {
    sizes.put(name + ".weight", (long) in * out);
    sizes.put(name + ".bias", (long) out);
  }

  private void addNorm(Map<String, Long> sizes, String name) {
    sizes.put(name + ".weight", (long) width);
    sizes.put(name + ".bias", (long) width);
  }

  /** The suffixes below {@code blocks.N.} by which an adapter can name its targets. */
  public List<String> targetSuffixes() {
    return List.copyOf(
        new TreeSet<>(
            denseLayers().stream()
                .map(l -> l.name().substring(l.name().indexOf('.', BLOCKS.length()) + 1))
                .toList()));
  }
}
