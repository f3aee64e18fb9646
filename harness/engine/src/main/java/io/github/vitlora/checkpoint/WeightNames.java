package io.github.vitlora.checkpoint;

import java.util.List;
import java.util.Optional;

/** How a checkpoint names the weights that the network knows by timm's names. */
public sealed interface WeightNames permits WeightNames.Timm, TransformersNames {

  /** The names that the tensors of a file tell. */
  static WeightNames of(SafetensorsFile file) {
    return file.names().stream()
        .flatMap(name -> TransformersNames.betrayedBy(name).stream())
        .findFirst()
        .<WeightNames>map(names -> names)
        .orElse(new Timm());
  }

  /** The file's tensors whose rows, one after the other, are the weight; seldom more than one. */
  List<String> parts(String weight);

  /** The weight that a tensor of the file is, or is a part of; empty if the network has none. */
  Optional<String> weight(String tensor);

  /** Whether classification does without a tensor that checkpoints of this kind may have. */
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
    public boolean isOptional(String tensor) {
      return false;
    }
  }
}
