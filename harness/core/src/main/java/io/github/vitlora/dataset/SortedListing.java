package io.github.vitlora.dataset;

import io.github.vitlora.io.FileFaults;
import io.github.vitlora.io.StorableName;
import io.github.vitlora.io.SystemFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Lists folders in an order that no file system, locale or platform changes. */
final class SortedListing {
  /** By the bytes of the name in UTF-8, which is also the order in which Python sorts strings. */
  private static final Comparator<Path> BY_BYTES =
      Comparator.comparing(
          path -> StorableName.ownName(path).getBytes(StandardCharsets.UTF_8),
          Arrays::compareUnsigned);

  private SortedListing() {}

  /**
   * Lists what is directly below a folder and kept by the filter; never names that begin with a
   * dot, nor folders of operating systems.
   */
  static List<Path> list(Path folder, Predicate<Path> filter) {
    try (Stream<Path> children = Files.list(folder)) {
      List<Path> kept =
          children
              .filter(path -> !isHidden(path.getFileName().toString()))
              .filter(filter)
              .sorted(BY_BYTES)
              .toList();
      requireReadableNames(kept);
      return kept;
    } catch (IOException e) {
      throw new DatasetException("The folder " + folder + " cannot be listed: " + e, e);
    }
  }

  /**
   * Lists the files below a folder: its own, then those of each folder in it. A link to a folder is
   * followed, unless it leads back to one that is being listed; it is then listed itself.
   */
  static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      add(folder, Set.of(), files);
    } catch (IOException e) {
      throw new DatasetException("The folder " + folder + " cannot be listed: " + e, e);
    }
    return files;
  }

  private static void add(Path folder, Set<Path> around, List<Path> files) throws IOException {
    Set<Path> outer = new HashSet<>(around);
    outer.add(folder.toRealPath());
    List<Path> folders = new ArrayList<>();
    for (Path child : list(folder, path -> true)) {
      boolean inside =
          Files.isDirectory(child)
              && !(Files.isSymbolicLink(child) && outer.contains(child.toRealPath()));
      (inside ? folders : files).add(child);
    }
    for (Path child : folders) {
      add(child, outer, files);
    }
  }

  /** Names are labels: two that read the same would be one class, or one image. */
  private static void requireReadableNames(List<Path> paths) {
    List<Path> unreadable = paths.stream().filter(p -> !FileFaults.hasReadableName(p)).toList();
    if (!unreadable.isEmpty()) {
      String advice = FileFaults.localeAdvice();
      throw new DatasetException(
          "The name of %s%s cannot be read%s"
              .formatted(
                  unreadable.get(0),
                  unreadable.size() > 1 ? " and of " + (unreadable.size() - 1) + " beside it" : "",
                  advice.isEmpty() ? ", since its bytes are not UTF-8: rename it" : advice));
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || SystemFiles.isFolder(name);
  }

  /** Returns the first few names below a folder, for messages. */
  static String describe(Path folder) {
    if (!Files.isDirectory(folder)) {
      return folder + " is no folder";
    }
    List<Path> children = list(folder, path -> true);
    int shown = Math.min(12, children.size());
    String names =
        String.join(
            ", ", children.stream().limit(shown).map(p -> p.getFileName().toString()).toList());
    return "%s holds %s%s"
        .formatted(
            folder,
            children.isEmpty() ? "nothing" : names,
            children.size() > shown ? " and " + (children.size() - shown) + " more" : "");
  }
}
