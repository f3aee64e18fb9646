package io.github.vitlora.report.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files below a folder that may be read, by the paths of their addresses.
 *
 * @param root the folder, without links in its path
 */
record ServedFiles(Path root) {

  /**
   * The file or folder at a path; none if there is none, or it is hidden, or outside of the folder
   * by whatever way.
   *
   * @param path decoded, {@code /woof/index.html} for example
   */
  Optional<Path> find(String path) {
    Path place = root;
    try {
      for (String name : path.split("/")) {
        if (name.startsWith(".") || name.contains("\\")) {
          return Optional.empty();
        }
        place = place.resolve(name);
      }
      // Links are followed here, so that one that leads elsewhere is seen.
      Path real = place.toRealPath();
      return real.startsWith(root) ? Optional.of(real) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The page of a folder, if it has one. */
  Optional<Path> page(Path folder) {
    return Optional.of(folder.resolve("index.html")).filter(Files::isRegularFile);
  }
}
