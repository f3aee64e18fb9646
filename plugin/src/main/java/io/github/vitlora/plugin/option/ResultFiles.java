package io.github.vitlora.plugin.option;

import io.github.vitlora.io.Globs;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.run.ReportRun.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoFailureException;

/**
 * Finds the results that {@code vitlora.results} names.
 *
 * @param baseDirectory that relative paths are relative to
 */
public record ResultFiles(Path baseDirectory) {
  /**
   * Returns the files, each once, in the order in which they are named; those of one glob in that
   * of their paths.
   *
   * @param commaSeparated files, folders that hold a {@code results.json}, and globs of either
   * @throws MojoFailureException when an entry names none
   */
  public List<ResultFile> find(String commaSeparated) throws MojoFailureException {
    Set<Path> files = new LinkedHashSet<>();
    for (String entry : Globs.split(commaSeparated)) {
      boolean glob = Globs.isGlob(entry, baseDirectory);
      List<Path> found = glob ? matches(entry) : one(entry);
      if (found.isEmpty()) {
        throw new MojoFailureException(
            "%s: '%s' names no results: %s"
                .formatted(
                    PropertyNames.RESULTS,
                    entry,
                    glob
                        ? "no file or folder that matches it is or holds a " + ResultStore.FILE
                        : "neither is there such a file, nor a folder that holds a "
                            + ResultStore.FILE));
      }
      files.addAll(found);
    }
    return files.stream().map(file -> new ResultFile(name(file), file)).toList();
  }

  /**
   * Returns the results that {@code vitlora.baseline} names, if it names any.
   *
   * @param entry a file, or a folder that holds a {@code results.json}; may be null or blank
   * @throws MojoFailureException when it names none
   */
  public Optional<ResultFile> baseline(String entry) throws MojoFailureException {
    if (entry == null || entry.isBlank()) {
      return Optional.empty();
    }
    Path file =
        one(entry.strip()).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new MojoFailureException(
                        "%s: '%s' names no results: neither is there such a file, nor a folder that holds a %s"
                            .formatted(PropertyNames.BASELINE, entry, ResultStore.FILE)));
    return Optional.of(new ResultFile(name(file), file));
  }

  private List<Path> one(String entry) {
    Path given = baseDirectory.resolve(entry).normalize();
    return Stream.of(given, given.resolve(ResultStore.FILE))
        .filter(Files::isRegularFile)
        .limit(1)
        .toList();
  }

  /** Finds files as they are named; of those that an asterisk finds, results alone. */
  private List<Path> matches(String glob) throws MojoFailureException {
    try {
      return Globs.find(glob, baseDirectory).stream()
          .map(path -> Files.isDirectory(path) ? path.resolve(ResultStore.FILE) : path)
          .filter(Files::isRegularFile)
          .filter(file -> file.endsWith(ResultStore.FILE) || !glob.endsWith("*"))
          .distinct()
          .sorted()
          .toList();
    } catch (IllegalArgumentException | IOException e) {
      throw new MojoFailureException(PropertyNames.RESULTS + ": " + e.getMessage(), e);
    }
  }

  /** Names a file relative to the project where it lies below. */
  private String name(Path file) {
    Path base = baseDirectory.toAbsolutePath().normalize();
    Path absolute = file.toAbsolutePath().normalize();
    return (absolute.startsWith(base) ? base.relativize(absolute) : absolute).toString();
  }
}
