package io.github.vitlora.plugin;

import io.github.vitlora.descriptor.BuiltinExperiment;
import io.github.vitlora.descriptor.ExperimentReader;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.FileFaults;
import io.github.vitlora.io.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
   * @param experiment a path, or the name of a file in the folder or of a built-in experiment
   * @param properties what stands for {@code ${name}} in the descriptor
   * @throws MojoFailureException when there is no such descriptor; the message lists those there
   *     are
   */
  Experiment read(String experiment, Function<String, Optional<String>> properties)
      throws MojoFailureException {
    Optional<Path> file = file(experiment);
    if (file.isPresent()) {
      return ExperimentReader.read(asTyped(file.get()), properties);
    }
    return BuiltinExperiment.named(experiment)
        .orElseThrow(() -> new MojoFailureException(unknown(experiment)))
        .read(baseDirectory, properties);
  }

  private Optional<Path> file(String experiment) {
    Path asPath = baseDirectory.resolve(experiment);
    return Stream.of(asPath, asName(experiment)).filter(Files::isRegularFile).findFirst();
  }

  private Path asName(String experiment) {
    return experiments.resolve(experiment + ".xml");
  }

  /**
   * Names of all descriptors of the folder, then of the built-in experiments that the folder has no
   * descriptor of.
   *
   * @throws IOException if the folder cannot be listed
   */
  List<String> names() throws IOException {
    List<String> names = new ArrayList<>(inFolder());
    BuiltinExperiment.names().stream().filter(name -> !names.contains(name)).forEach(names::add);
    return names;
  }

  private String unknown(String experiment) {
    return "There is no experiment '"
        + experiment
        + "'"
        + nearest(experiment)
        + " Neither "
        + baseDirectory.resolve(experiment)
        + " nor "
        + asName(experiment)
        + " is a file. "
        + available()
        + "Built in: "
        + String.join(", ", BuiltinExperiment.names())
        + ". Choose one with -Dvitlora.experiment=NAME or a path.";
  }

  /**
   * Relative to the folder that Maven was started in, where it lies below: as in error messages.
   */
  private static Path asTyped(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
  }

  private String nearest(String experiment) {
    try {
      String hint = Suggestions.hint(experiment, names());
      return hint.isEmpty() ? "." : hint;
    } catch (IOException e) {
      return ".";
    }
  }

  private String available() {
    try {
      List<String> names = inFolder();
      return names.isEmpty() ? "" : experiments + " has: " + String.join(", ", names) + ". ";
    } catch (IOException e) {
      return experiments + " cannot be listed: " + FileFaults.text(e) + ". ";
    }
  }

  private List<String> inFolder() throws IOException {
    if (!Files.isDirectory(experiments)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(experiments)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".xml"))
          .map(name -> name.substring(0, name.length() - ".xml".length()))
          .sorted()
          .toList();
    }
  }
}
