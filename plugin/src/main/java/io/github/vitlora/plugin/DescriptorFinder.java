package io.github.vitlora.plugin;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoFailureException;

/**
 * Finds the descriptor that {@code vitlora.experiment} means.
 *
 * @param baseDirectory that relative paths are relative to
 * @param experiments folder of descriptors, which are known by their names
 */
record DescriptorFinder(Path baseDirectory, Path experiments) {

  /**
   * Reads the descriptor.
   *
   * @param experiment a path, or the name of a file in the folder; null where none was given
   * @param properties what stands for {@code ${name}} in the descriptor
   * @throws MojoFailureException when there is no such descriptor; the message lists those there
   *     are
   */
  Experiment read(String experiment, Function<String, Optional<String>> properties)
      throws IOException, MojoFailureException {
    return ExperimentReader.read(asTyped(find(experiment)), properties);
  }

  private Path find(String experiment) throws IOException, MojoFailureException {
    if (experiment == null) {
      throw new MojoFailureException(
          "Which experiment? "
              + available()
              + "Choose one with -Dvitlora.experiment=NAME or a path.");
    }
    Path asPath = baseDirectory.resolve(experiment);
    Path asName = experiments.resolve(experiment + ".xml");
    for (Path candidate : List.of(asPath, asName)) {
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    throw new MojoFailureException(
        "There is no experiment '"
            + experiment
            + "': neither "
            + asPath
            + " nor "
            + asName
            + " is a file. "
            + available()
            + "Choose one with -Dvitlora.experiment=NAME or a path.");
  }

  /**
   * Relative to the folder that Maven was started in, where it lies below: as in error messages.
   */
  private static Path asTyped(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
  }

  private String available() throws IOException {
    if (!Files.isDirectory(experiments)) {
      return "";
    }
    try (Stream<Path> files = Files.list(experiments)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".xml"))
              .map(name -> name.substring(0, name.length() - ".xml".length()))
              .sorted()
              .toList();
      return names.isEmpty() ? "" : experiments + " has: " + String.join(", ", names) + ". ";
    }
  }
}
