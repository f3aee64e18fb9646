package io.github.vitlora.plugin.option;

import io.github.vitlora.descriptor.BuiltinExperiment;
import io.github.vitlora.descriptor.ExperimentReader;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.FileFaults;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.io.Suggestions;
import io.github.vitlora.plugin.maven.MavenBuild;
import java.io.File;
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
 * Finds the experiment that a goal is about.
 *
 * @param build whose properties stand for {@code ${name}} in descriptors
 * @param experiment a path, or the name of a file in the folder or of a built-in experiment
 * @param experiments folder of descriptors, which are known by their names
 */
public record ExperimentChoice(MavenBuild build, String experiment, File experiments) {

  /**
   * Reads the descriptor.
   *
   * @throws MojoFailureException when there is no such descriptor; the message lists those there
   *     are
   */
  public Experiment read() throws MojoFailureException {
    return read(build::property);
  }

  /**
   * Reads the descriptor.
   *
   * @param properties what stands for {@code ${name}} in it
   */
  public Experiment read(Function<String, Optional<String>> properties)
      throws MojoFailureException {
    Optional<Path> file = Stream.of(asPath(), asName()).filter(Files::isRegularFile).findFirst();
    if (file.isPresent()) {
      return ExperimentReader.read(asTyped(file.get()), properties);
    }
    return BuiltinExperiment.named(experiment)
        .orElseThrow(() -> new MojoFailureException(unknown()))
        .read(build.directory(), properties);
  }

  /** Chooses another experiment of the same folder. */
  public ExperimentChoice named(String other) {
    return new ExperimentChoice(build, other, experiments);
  }

  private Path asPath() {
    return build.directory().resolve(experiment);
  }

  private Path asName() {
    return experiments.toPath().resolve(experiment + ".xml");
  }

  /**
   * Returns the names of all descriptors of the folder, then of the other built-in experiments.
   *
   * @throws IOException if the folder cannot be listed
   */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>(inFolder());
    BuiltinExperiment.names().stream().filter(name -> !names.contains(name)).forEach(names::add);
    return names;
  }

  private String unknown() {
    return ("There is no experiment '%s'%s Neither %s nor %s is a file. %sBuilt in: %s."
            + " Choose one with -D%s=NAME or a path.")
        .formatted(
            experiment,
            nearest(),
            asPath(),
            asName(),
            available(),
            String.join(", ", BuiltinExperiment.names()),
            PropertyNames.EXPERIMENT);
  }

  /** Returns the path as error messages have it: relative to the current folder if below. */
  private static Path asTyped(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
  }

  private String nearest() {
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
    if (!experiments.isDirectory()) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(experiments.toPath())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".xml"))
          .map(name -> name.substring(0, name.length() - ".xml".length()))
          .sorted()
          .toList();
    }
  }
}
