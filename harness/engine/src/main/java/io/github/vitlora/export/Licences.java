package io.github.vitlora.export;

import io.github.vitlora.experiment.ModelSpec;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Knows the licences of published checkpoints by their SPDX names. */
final class Licences {
  private static final String APACHE = "Apache-2.0";

  /** The model pages of the publishers name these licences. */
  private static final Map<Pattern, String> OF_SOURCES =
      Map.of(
          Pattern.compile("hf:timm/deit_(tiny|small|base)_patch16_224\\.fb_in1k/.*"), APACHE,
          Pattern.compile("hf:timm/vit_(tiny|small|base)_patch16_224\\.augreg_.*"), APACHE,
          Pattern.compile("classpath:/?io/github/vitlora/model/.*"), APACHE);

  private Licences() {}

  /** Returns the licence of the weights that a network starts from, where it is known. */
  static Optional<String> of(ModelSpec model) {
    return OF_SOURCES.entrySet().stream()
        .filter(known -> known.getKey().matcher(model.weights()).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
