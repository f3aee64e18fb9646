package io.github.vitlora.regime;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds modules by the names that descriptors use: a suffix of the dotted path, so that {@code qkv}
 * and {@code attn.qkv} both mean {@code blocks.0.attn.qkv} and its like in every block.
 */
public final class ModuleNames {
  private ModuleNames() {}

  /** Returns whether the module of this path is what the suffix names. */
  public static boolean bears(String path, String suffix) {
    int dot = path.length() - suffix.length() - 1;
    return path.equals(suffix) || (dot >= 0 && path.charAt(dot) == '.' && path.endsWith(suffix));
  }

  /** Returns whether a weight belongs to a module that the suffix names, however deep inside it. */
  public static boolean holds(String suffix, WeightSpec weight) {
    Optional<String> at = Optional.of(weight.layer());
    for (; at.isPresent(); at = around(at.get())) {
      if (bears(at.get(), suffix)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> around(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : Optional.of(path.substring(0, dot));
  }

  /** Lists what can be named of an architecture, blocks by their number aside; sorted. */
  public static List<String> of(Architecture architecture) {
    TreeSet<String> names = new TreeSet<>();
    for (WeightSpec weight : architecture.weights(1)) {
      Optional<String> at = Optional.of(weight.layerInBlock());
      for (; at.isPresent(); at = around(at.get())) {
        names.add(at.get());
      }
    }
    return List.copyOf(names);
  }
}
