package io.github.vitlora.checkpoint;

import java.util.List;
import java.util.Optional;

/** Maps the names that a checkpoint uses to timm's names, which the network uses. */
public sealed interface WeightNames permits WeightNames.Timm, TransformersNames {

  /** Recognises how the tensors of a file are named. */
  static WeightNames of(SafetensorsFile file) {
    return file.names().stream()
        .flatMap(name -> TransformersNames.betrayedBy(name).stream())
        .findFirst()
        .<WeightNames>map(names -> names)
        .orElse(new Timm());
  }

  /** Returns the file's tensors whose rows, one after the other, are the weight. */
  List<String> parts(String weight);

  /** Returns the weight that a tensor of the file is or is a part of, if there is one. */
  Optional<String> weight(String tensor);

  /** Returns the names of the same library's network that classifies. */
  WeightNames ofClassifier();

  /** Returns what the library calls a module in memory that files call so. */
  String inMemory(String module);

  /** Returns whether a checkpoint may have a tensor that classification does without. */
  boolean isOptional(String tensor);

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
    public WeightNames ofClassifier() {
      return this;
    }

    @Override
    public String inMemory(String module) {
      return module;
    }

    @Override
    public boolean isOptional(String tensor) {
      return false;
    }
  }
}
