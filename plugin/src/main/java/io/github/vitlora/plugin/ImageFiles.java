package io.github.vitlora.plugin;

import io.github.vitlora.io.Globs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the image files that a user names. */
final class ImageFiles {
  private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp", "gif");

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
    for (String one : Globs.split(given)) {
      List<Path> files = files(one, base.toAbsolutePath().normalize());
      if (files.isEmpty()) {
        throw new IllegalArgumentException(
            "'" + one + "' is no image, nor a folder or glob that has any, below " + base);
      }
      found.addAll(files);
    }
    if (found.size() > most) {
      throw new IllegalArgumentException(
          "these are %,d images; up to %d can be shown side by side".formatted(found.size(), most));
    }
    return List.copyOf(found);
  }

  private static List<Path> files(String given, Path base) throws IOException {
    if (Globs.isGlob(given, base)) {
      return images(Globs.find(given, base).stream());
    }
    Path path = base.resolve(given).normalize();
    if (!Files.isDirectory(path)) {
      // A file is taken as it is named: whether it is an image is for its decoder to say.
      return Files.isRegularFile(path) ? List.of(path) : List.of();
    }
    try (Stream<Path> files = Files.walk(path)) {
      return images(files.sorted());
    }
  }

  private static List<Path> images(Stream<Path> files) {
    return files
        .filter(Files::isRegularFile)
        .filter(file -> EXTENSIONS.contains(extension(file)))
        .toList();
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
