package io.github.vitlora.descriptor;

import static io.github.vitlora.descriptor.AttributeType.SHA256;
import static io.github.vitlora.descriptor.AttributeType.TEXT;

import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.SourceReference;
import io.github.vitlora.io.Suggestions;
import io.github.vitlora.regime.Architecture;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the network and the weights that every trial starts from. */
final class ModelReader {
  private final Element model;
  private final Path base;
  private final Optional<String> architecture;
  private final Optional<String> weights;
  private final Optional<String> sha256;

  /**
   * Reads the element.
   *
   * @param base folder that relative paths start at
   */
  ModelReader(Element model, Path base) {
    this.model = model;
    this.base = base;
    architecture = model.required("architecture", TEXT);
    weights = model.required("weights", TEXT);
    sha256 = model.optional("sha256", SHA256);
    weights.ifPresent(this::checkWeights);
    if (architecture.isPresent() && architecture().isEmpty()) {
      List<String> known = Architecture.names();
      model.refuse(
          "architecture",
          "the architecture %s is not known: known are %s%s"
              .formatted(
                  architecture.get(),
                  String.join(", ", known),
                  Suggestions.hint(architecture.get(), known)));
    }
  }

  /** Returns the architecture, where it is known. */
  Optional<Architecture> architecture() {
    return architecture.flatMap(Architecture::named);
  }

  private void checkWeights(String source) {
    if (source.equals(ModelSpec.RANDOM)) {
      if (sha256.isPresent()) {
        model.refuse("sha256", "sha256 is the checksum of a checkpoint: random weights have none");
      }
      return;
    }
    try {
      SourceReference.resolve(source, base);
    } catch (IllegalArgumentException e) {
      model.refuse("weights", "the source " + e.getMessage());
    }
  }

  ModelSpec build() {
    String source = weights.orElseThrow();
    return new ModelSpec(
        architecture.orElseThrow(),
        source.equals(ModelSpec.RANDOM) ? source : SourceReference.resolve(source, base),
        sha256.map(hex -> hex.toLowerCase(Locale.ROOT)));
  }
}
