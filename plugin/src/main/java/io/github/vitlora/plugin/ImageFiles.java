package io.github.vitlora.plugin;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the image files that a user names. */
final class ImageFiles {
  private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp", "gif");

  /** A comma, but for those between the alternatives of a glob. */
  private static final String SEPARATOR = ",(?![^{]*})";

  private ImageFiles() {}

  /**
   * Finds them, each once, in the order given and by name within a folder or glob.
   *
   * @param given files, folders and globs, separated by commas; null or blank names none
   * @param base that relative ones start at
   * @param most that are taken
   * @return absolute paths
   * @throws IllegalArgumentException if one of them names nothing, or all of them too many
   */
  static List<Path> find(String given, Path base, int most) throws IOException {
    Set<Path> found = new LinkedHashSet<>();
    for (String one : given == null ? new String[0] : given.split(SEPARATOR)) {
      if (!one.isBlank()) {
        List<Path> files = files(one.strip(), base.toAbsolutePath().normalize());
        if (files.isEmpty()) {
          throw new IllegalArgumentException(
              "'"
                  + one.strip()
                  + "' is no image, nor a folder or glob that has any, below "
                  + base);
        }
        found.addAll(files);
      }
    }
    if (found.size() > most) {
      throw new IllegalArgumentException(
          "these are %,d images; up to %d can be shown side by side".formatted(found.size(), most));
    }
    return List.copyOf(found);
  }

  private static List<Path> files(String given, Path base) throws IOException {
    if (!isGlob(given) || exists(base, given)) {
      Path path = base.resolve(given).normalize();
      // A file is taken as it is named: whether it is an image is for its decoder to say.
      return Files.isRegularFile(path) ? List.of(path) : below(path, file -> true);
    }
    List<String> parts =
        Arrays.stream(given.replace(File.separatorChar, '/').split("/"))
            .filter(part -> !part.equals("."))
            .toList();
    Path root = given.startsWith("/") ? base.getRoot() : base;
    for (int i = 0; i < parts.size() && !isGlob(parts.get(i)); i++) {
      root = root.resolve(parts.get(i));
    }
    PathMatcher matcher = matcher(String.join("/", parts));
    return below(
        root.normalize(),
        given.startsWith("/") ? matcher : file -> matcher.matches(base.relativize(file)));
  }

  /** As Maven's own patterns are read, two asterisks stand for no folder too. */
  private static PathMatcher matcher(String glob) {
    PathMatcher some = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    PathMatcher none = FileSystems.getDefault().getPathMatcher("glob:" + glob.replace("**/", ""));
    return file -> some.matches(file) || none.matches(file);
  }

  /** Cameras and people put brackets into the names of files. */
  private static boolean exists(Path base, String given) {
    try {
      return Files.exists(base.resolve(given));
    } catch (InvalidPathException e) {
      // Some systems allow no asterisk in a name.
      return false;
    }
  }

  private static boolean isGlob(String text) {
    return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  private static List<Path> below(Path folder, PathMatcher matcher) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> EXTENSIONS.contains(extension(file)))
          .filter(matcher::matches)
          .sorted()
          .toList();
    }
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
