package io.github.vitlora.plugin.option;

import io.github.vitlora.image.ImageFormat;
import io.github.vitlora.io.Globs;
import io.github.vitlora.io.PropertyNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoFailureException;

/**
 * Finds the image files that {@code vitlora.images} names.
 *
 * @param baseDirectory that relative paths are relative to
 */
public record ImageFiles(Path baseDirectory) {
  /** A file of such a name in a folder should be an image; its decoder says if it is none. */
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "bmp", "gif", "webp", "tif", "tiff", "avif", "heic");

  /**
   * Returns the files, each once, in the order given and by name within a folder or glob.
   *
   * @param commaSeparated files, folders and globs; null or blank names none
   * @param most that are taken
   * @return absolute paths
   * @throws MojoFailureException if an entry names nothing, or all of them too many
   */
  public List<Path> find(String commaSeparated, int most) throws IOException, MojoFailureException {
    Set<Path> found = new LinkedHashSet<>();
    Path base = baseDirectory.toAbsolutePath().normalize();
    for (String entry : Globs.split(commaSeparated)) {
      List<Path> files = files(entry, base);
      if (files.isEmpty()) {
        throw new MojoFailureException(
            "%s: '%s' is no image, nor a folder or glob that has any, below %s"
                .formatted(PropertyNames.IMAGES, entry, baseDirectory));
      }
      found.addAll(files);
    }
    if (found.size() > most) {
      throw new MojoFailureException(
          "%s: these are %,d images; up to %d can be shown side by side"
              .formatted(PropertyNames.IMAGES, found.size(), most));
    }
    return List.copyOf(found);
  }

  private static List<Path> files(String given, Path base)
      throws IOException, MojoFailureException {
    if (Globs.isGlob(given, base)) {
      try {
        return images(Globs.find(given, base).stream());
      } catch (IllegalArgumentException e) {
        throw new MojoFailureException(PropertyNames.IMAGES + ": " + e.getMessage(), e);
      }
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
        .filter(file -> EXTENSIONS.contains(extension(file)) || isImage(file))
        .toList();
  }

  private static boolean isImage(Path file) {
    try {
      return ImageFormat.of(file).filter(ImageFormat::readable).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
