package io.github.vitlora.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Maps the names that a checkpoint uses to timm's names, which the network uses. */
public sealed interface WeightNames
    permits WeightNames.Timm, WeightNames.Prefixed, TransformersNames {

  /**
   * Recognises how the tensors of a file are named, below a prefix of all of the network's where
   * there is one.
   *
   * @throws CheckpointException if the file has several networks
   */
  static WeightNames of(SafetensorsFile file) throws CheckpointException {
    Optional<TransformersNames> transformers =
        file.names().stream()
            .flatMap(name -> TransformersNames.betrayedBy(name).stream())
            .findFirst();
    return transformers.isPresent() ? transformers.get().withHeadOf(file) : Prefixed.timm(file);
  }

  /** Returns the file's tensors whose rows, one after the other, are the weight. */
  List<String> parts(String weight);

  /** Returns the weight that a tensor of the file is or is a part of, if there is one. */
  Optional<String> weight(String tensor);

  /** Returns the names of the same library's network that classifies. */
  default WeightNames ofClassifier() {
    return this;
  }

  /** Returns what the library calls a module in memory that files call so. */
  default String inMemory(String module) {
    return module;
  }

  /** Returns whether a checkpoint may have a tensor that classification does without. */
  boolean isOptional(String tensor);

  /** Returns what was found to stand before the names that the others know; empty if nothing is. */
  default String takenOff() {
    return "";
  }

  /** Names weights as timm and the network itself do. */
  record Timm() implements WeightNames {

    @Override
    public List<String> parts(String weight) {
      return List.of(weight);
    }

    @Override
    public Optional<String> weight(String tensor) {
      return Optional.of(tensor);
    }

    @Override
    public boolean isOptional(String tensor) {
      return false;
    }
  }

  /**
   * Names weights below a prefix: as a module of another one ({@code backbone.}), or as wrappers of
   * training loops do ({@code module.}, {@code model.}).
   *
   * @param prefix with the dot at its end
   * @param names what stands behind it
   */
  record Prefixed(String prefix, WeightNames names) implements WeightNames {
    private static final String CLASS_TOKEN = "cls_token";
    private static final String POSITIONS = "pos_embed";

    /** A module that holds a network has its own head beside it, under one of these names. */
    private static final Pattern HEAD = Pattern.compile("(head|fc|classifier)\\.(weight|bias)");

    private static WeightNames timm(SafetensorsFile file) throws CheckpointException {
      if (file.contains(CLASS_TOKEN)) {
        return new Timm();
      }
      List<String> prefixes =
          file.names().stream()
              .filter(name -> name.endsWith("." + CLASS_TOKEN))
              .map(name -> name.substring(0, name.length() - CLASS_TOKEN.length()))
              .filter(prefix -> file.contains(prefix + POSITIONS))
              .sorted()
              .toList();
      if (prefixes.size() > 1) {
        throw new CheckpointException(
            file.file(),
            "holds several networks, whose names begin with %s: write the tensors of one of them to a file of their own"
                .formatted(String.join(" and ", prefixes)));
      }
      return prefixes.isEmpty() ? new Timm() : new Prefixed(prefixes.get(0), new Timm());
    }

    @Override
    public List<String> parts(String weight) {
      return names.parts(weight).stream().map(prefix::concat).toList();
    }

    @Override
    public Optional<String> weight(String tensor) {
      if (tensor.startsWith(prefix)) {
        return names.weight(tensor.substring(prefix.length()));
      }
      return HEAD.matcher(tensor).matches()
          ? Optional.of("head" + tensor.substring(tensor.indexOf('.')))
          : Optional.empty();
    }

    @Override
    public WeightNames ofClassifier() {
      return names.ofClassifier();
    }

    @Override
    public boolean isOptional(String tensor) {
      return tensor.startsWith(prefix) && names.isOptional(tensor.substring(prefix.length()));
    }

    @Override
    public String takenOff() {
      return prefix;
    }
  }
}
