package io.github.vitlora.regime;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names what an adapter can stand beside: a dense layer of a block or, of the layer that computes
 * queries, keys and values, the rows of one of the three. Other libraries have three layers there,
 * which LoRA's paper adapts one by one (Hu et al. 2021, section 4.2).
 *
 * @param weight the rows, {@code (out, in)}; those of a part are described as the weight of a layer
 *     of its own, {@code blocks.0.attn.q} for example
 * @param dense the weight of the layer that has the rows; of a whole layer the same
 * @param firstRow index of the first of them in {@code dense}
 */
public record AdapterTarget(WeightSpec weight, WeightSpec dense, int firstRow) {
  /** Lists the parts by their names below a block, in the order of their rows. */
  public static final List<String> PARTS = List.of("attn.q", "attn.k", "attn.v");

  /** Lists what transformers and PEFT call the parts. */
  public static final List<String> SYNONYMS =
      List.of("query", "key", "value", "q_proj", "k_proj", "v_proj");

  /** The layer that has parts. */
  private static final String JOINED = "attn.qkv";

  private static final Pattern PART =
      Pattern.compile(
          "(blocks\\.\\d+\\.)?(?:attn\\.([qkv])"
              + "|(?:attn\\.|(?:attention\\.){1,2})?(query|key|value|[qkv]_proj))");

  /** Returns a dense layer as a target. */
  public static AdapterTarget whole(WeightSpec dense) {
    return new AdapterTarget(dense, dense, 0);
  }

  /** Returns the parts of a dense layer in the order of their rows; none of most. */
  public static List<AdapterTarget> partsOf(WeightSpec dense) {
    if (!dense.layerInBlock().equals(JOINED)) {
      return List.of();
    }
    String path = dense.layer().substring(0, dense.layer().length() - JOINED.length());
    int rows = dense.out() / PARTS.size();
    List<AdapterTarget> parts = new ArrayList<>();
    for (String name : PARTS) {
      WeightSpec part =
          new WeightSpec(
              path + name,
              dense.part(),
              List.of(rows, dense.in()),
              dense.role(),
              dense.block(),
              dense.start());
      parts.add(new AdapterTarget(part, dense, parts.size() * rows));
    }
    return parts;
  }

  /** Returns what can be adapted of a dense layer: the whole of it first, then its parts. */
  static List<AdapterTarget> of(WeightSpec dense) {
    return Stream.concat(Stream.of(whole(dense)), partsOf(dense).stream()).toList();
  }

  /**
   * Returns the name by which results know a target that descriptors can call by several: {@code
   * attn.q} for {@code query} and {@code q_proj}. Any other name stays as it is.
   */
  public static String canonical(String name) {
    Matcher part = PART.matcher(name);
    if (!part.matches()) {
      return name;
    }
    String block = part.group(1) == null ? "" : part.group(1);
    String called = part.group(2) == null ? part.group(3) : part.group(2);
    return block + "attn." + called.charAt(0);
  }

  /** Returns the path of the target, {@code blocks.0.attn.q} for example. */
  public String name() {
    return weight.layer();
  }

  /**
   * Returns whether a descriptor's name means this target: a suffix of its path, which has to say
   * more of a part than {@code q}.
   */
  public boolean bears(String suffix) {
    return ModuleNames.bears(name(), suffix) && (!isPart() || suffix.indexOf('.') >= 0);
  }

  /** Returns whether it is a part of a dense layer. */
  public boolean isPart() {
    return !name().equals(dense.layer());
  }
}
