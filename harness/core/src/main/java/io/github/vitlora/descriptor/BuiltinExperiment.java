package io.github.vitlora.descriptor;

import io.github.vitlora.experiment.Experiment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lists the descriptors that ship with the harness and need nothing beside it. */
public enum BuiltinExperiment {
  /** Trains a pretrained backbone by every regime on 3,000 images, in a minute or two. */
  QUICKSTART("quickstart");

  private final String id;

  BuiltinExperiment(String id) {
    this.id = id;
  }

  /** Returns the name that it is known by. */
  public String id() {
    return id;
  }

  /** Returns the one of this name, if there is one. */
  public static Optional<BuiltinExperiment> named(String name) {
    return Arrays.stream(values()).filter(e -> e.id.equals(name)).findFirst();
  }

  /** Returns all names that {@link #named} knows. */
  public static List<String> names() {
    return Arrays.stream(values()).map(BuiltinExperiment::id).toList();
  }

  /**
   * Reads the descriptor.
   *
   * @param base folder that relative paths would start at
   * @param properties what {@code ${name}} stands for in attribute values
   */
  public Experiment read(Path base, Function<String, Optional<String>> properties) {
    try (InputStream in = BuiltinExperiment.class.getResourceAsStream(id + ".xml")) {
      return ExperimentReader.read(in, "the built-in " + id + ".xml", base, properties);
    } catch (IOException e) {
      throw new UncheckedIOException("The built-in " + id + ".xml cannot be read", e);
    }
  }
}
