package io.github.vitlora.plugin;

import io.github.vitlora.run.ReportRun.ResultFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoFailureException;
import org.codehaus.plexus.util.DirectoryScanner;

/**
 * Finds the results that {@code vitlora.results} names.
 *
 * @param baseDirectory that relative paths are relative to
 */
record ResultFiles(Path baseDirectory) {
  private static final String FILE = "results.json";

  /**
   * The files, each once, in the order in which they are named; those of one glob in that of their
   * paths.
   *
   * @param commaSeparated files, folders that hold a {@code results.json}, and globs of either
   * @throws MojoFailureException when an entry names none
   */
  List<ResultFile> find(String commaSeparated) throws MojoFailureException {
    Set<Path> files = new LinkedHashSet<>();
    List<String> entries =
        Arrays.stream(commaSeparated.split(","))
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .toList();
    for (String entry : entries) {
      List<Path> found = isGlob(entry) ? matches(entry) : one(entry);
      if (found.isEmpty()) {
        throw new MojoFailureException(
            "vitlora.results: '%s' names no results: %s"
                .formatted(
                    entry,
                    isGlob(entry)
                        ? "no file or folder that matches it is or holds a " + FILE
                        : "neither is there such a file, nor a folder that holds a " + FILE));
      }
      files.addAll(found);
    }
    return files.stream().map(file -> new ResultFile(name(file), file)).toList();
  }

  private static boolean isGlob(String entry) {
    return entry.contains("*") || entry.contains("?");
  }

  private List<Path> one(String entry) {
    Path given = baseDirectory.resolve(entry).normalize();
    return Stream.of(given, given.resolve(FILE)).filter(Files::isRegularFile).limit(1).toList();
  }

  /** As Maven's own patterns are read: {@code **} stands for any number of folders. */
  private List<Path> matches(String glob) {
    List<String> fixed = new ArrayList<>();
    List<String> pattern = new ArrayList<>();
    for (String part : glob.replace('\\', '/').split("/", -1)) {
      (pattern.isEmpty() && !isGlob(part) ? fixed : pattern).add(part);
    }
    String start = String.join("/", fixed);
    Path root = baseDirectory.resolve(glob.startsWith("/") ? start + "/" : start).normalize();
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    DirectoryScanner scanner = new DirectoryScanner();
    scanner.setBasedir(root.toFile());
    String text = String.join("/", pattern);
    scanner.setIncludes(new String[] {text, text + "/" + FILE});
    scanner.scan();
    return Arrays.stream(scanner.getIncludedFiles())
        .map(root::resolve)
        .filter(file -> file.endsWith(FILE) || !text.endsWith("*"))
        .sorted()
        .toList();
  }

  /** Short where the file is below the project. */
  private String name(Path file) {
    Path base = baseDirectory.toAbsolutePath().normalize();
    Path absolute = file.toAbsolutePath().normalize();
    return (absolute.startsWith(base) ? base.relativize(absolute) : absolute).toString();
  }
}
