package io.github.vitlora.report;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Replaces a report whole: the new one is built beside the old one and takes its place only once it
 * is finished. Files in the folder that no report writes stay.
 */
final class ReportFolder {

  /** Fills an empty folder. */
  interface Builder {
    void build(Path folder) throws IOException;
  }

  private static final Set<String> OWN =
      Set.of("index.html", "results.json", "summary.md", "allure-results", "history");

  private ReportFolder() {}

  static void replace(Path folder, Builder builder) throws IOException {
    Path place = folder.toAbsolutePath().normalize();
    Files.createDirectories(place.getParent());
    Path fresh = Files.createTempDirectory(place.getParent(), "." + place.getFileName() + "-new-");
    try {
      // A temporary folder is for its owner alone, a report for whoever may read its surroundings.
      Path inner = Files.createDirectory(fresh.resolve("report"));
      builder.build(inner);
      swap(inner, place, fresh.resolve("old"));
    } finally {
      delete(fresh);
    }
  }

  private static void swap(Path fresh, Path place, Path old) throws IOException {
    boolean had = Files.exists(place);
    if (had) {
      Files.move(place, old);
    }
    try {
      Files.move(fresh, place);
    } catch (IOException e) {
      if (had) {
        Files.move(old, place);
      }
      throw e;
    }
    if (had) {
      keepForeign(old, place);
    }
  }

  private static void keepForeign(Path old, Path place) throws IOException {
    List<Path> entries;
    try (Stream<Path> listed = Files.list(old)) {
      entries = listed.toList();
    }
    for (Path entry : entries) {
      if (!OWN.contains(entry.getFileName().toString())) {
        Files.move(entry, place.resolve(entry.getFileName().toString()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
