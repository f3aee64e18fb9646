package io.github.vitlora.regime;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Names of modules as descriptors use them: a suffix of the dotted path, so that {@code qkv} and
 * {@code attn.qkv} both mean {@code blocks.0.attn.qkv} and its like in every block.
 */
public final class ModuleNames {
  private static final Pattern WEIGHT = Pattern.compile("(.+)\\.(?:weight|bias)");
  private static final String BLOCKS = "blocks.";
  private static final Pattern BLOCK = Pattern.compile("blocks\\.\\d+\\.(.+)");

  private ModuleNames() {}

  /** Whether the module of this path is what the suffix names. */
  public static boolean bears(String path, String suffix) {
    int dot = path.length() - suffix.length() - 1;
    return path.equals(suffix) || (dot >= 0 && path.charAt(dot) == '.' && path.endsWith(suffix));
  }

  /** Whether a weight belongs to a module that the suffix names, however deep inside it. */
  public static boolean holds(String suffix, String weight) {
    for (Optional<String> at = Optional.of(module(weight)); at.isPresent(); at = around(at.get())) {
      if (bears(at.get(), suffix)) {
        return true;
      }
    }
    return false;
  }

  /** The module of a weight; class token and positions are weights without one, and named so. */
  private static String module(String weight) {
    var matcher = WEIGHT.matcher(weight);
    return matcher.matches() ? matcher.group(1) : weight;
  }

  private static Optional<String> around(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : Optional.of(path.substring(0, dot));
  }

  /** Index of the block that a module or weight lies in, if it lies in one. */
  public static OptionalInt blockOf(String path) {
    return path.startsWith(BLOCKS)
        ? OptionalInt.of(
            Integer.parseInt(path.substring(BLOCKS.length(), path.indexOf('.', BLOCKS.length()))))
        : OptionalInt.empty();
  }

  /** What can be named of an architecture, blocks by their number aside; sorted. */
  public static List<String> of(Architecture architecture) {
    TreeSet<String> names = new TreeSet<>();
    for (String weight : architecture.weightSizes(1).keySet()) {
      var inBlock = BLOCK.matcher(module(weight));
      Optional<String> at = Optional.of(inBlock.matches() ? inBlock.group(1) : module(weight));
      for (; at.isPresent(); at = around(at.get())) {
        names.add(at.get());
      }
    }
    return List.copyOf(names);
  }
}
