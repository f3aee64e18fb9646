package io.github.vitlora.report;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.report.page.DataPanel;
import io.github.vitlora.report.page.TestImages;
import io.github.vitlora.report.text.SummaryMarkdown;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * Replaces a report whole: the new one is built beside the old one and takes its place only once it
 * is finished. Files in the folder that no report writes stay.
 */
public final class ReportFolder {

  /** Fills an empty folder. */
  public interface Builder {
    public void build(Path folder) throws IOException;
  }

  private static final Set<String> OWN =
      Set.of(
          "index.html",
          "jmh.json",
          "jmh.log",
          ResultStore.FILE,
          "summary.md",
          "descriptor.json",
          "epochs.csv",
          "compare.html",
          "junit.xml",
          "allure-results",
          "attention",
          SummaryMarkdown.CHARTS,
          TestImages.FOLDER,
          DataPanel.FOLDER,
          "history");

  private ReportFolder() {}

  /**
   * Makes sure, as far as can be told beforehand, that a report can be written.
   *
   * @throws IOException with the folder's path, if it cannot
   */
  static void probe(Path folder) throws IOException {
    Path place = folder.toAbsolutePath().normalize();
    if (Files.exists(place) && !Files.isDirectory(place)) {
      throw new UnwritableException(
          place, PropertyNames.REPORTS, new NotDirectoryException(place.toString()));
    }
    try {
      Files.delete(besides(place));
      if (Files.exists(place)) {
        // What is in the old report has to be moved too.
        Files.delete(Files.createTempFile(place, ".probe-", ""));
      }
    } catch (IOException e) {
      throw new UnwritableException(place, PropertyNames.REPORTS, e);
    }
  }

  /**
   * Replaces a report.
   *
   * @throws IOException if the builder throws one, or the finished report cannot take its place: it
   *     is kept where it was built then, and the message tells where
   */
  public static void replace(Path folder, Builder builder) throws IOException {
    Path place = folder.toAbsolutePath().normalize();
    Path fresh = besides(place);
    // A temporary folder is for its owner alone, a report for whoever may read its surroundings.
    Path inner = fresh.resolve("report");
    try {
      builder.build(Files.createDirectory(inner));
    } catch (IOException | RuntimeException | Error e) {
      deleteAfter(e, fresh);
      if (rootOf(e) instanceof IOException fault && !isOfAnotherFile(e, fault, fresh)) {
        throw new UnwritableException(place, PropertyNames.REPORTS, fault);
      }
      throw e;
    }
    Path old = fresh.resolve("old");
    try {
      swap(inner, place, old);
    } catch (IOException e) {
      throw new IOException(
          "The report is finished and in " + inner + ", but cannot be moved to " + place + ": " + e,
          e);
    }
    try {
      keepForeign(old, place);
    } catch (IOException e) {
      throw new IOException(
          "The report is in %s, but other files of its folder are left in %s: %s"
              .formatted(place, old, e),
          e);
    }
    FileUtils.deleteDirectory(fresh.toFile());
  }

  /** Makes a folder from which a move to {@code place} is a renaming. */
  private static Path besides(Path place) throws IOException {
    Path parent = place.getParent();
    if (parent == null) {
      throw new IOException(place + " cannot be replaced");
    }
    Files.createDirectories(parent);
    return Files.createTempDirectory(parent, "." + place.getFileName() + "-new-");
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
        try {
          Files.move(old, place);
        } catch (IOException again) {
          e.addSuppressed(again);
        }
      }
      throw e;
    }
  }

  private static void keepForeign(Path old, Path place) throws IOException {
    if (!Files.isDirectory(old)) {
      return;
    }
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

  /** Some of the builder's libraries wrap what the file system said. */
  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof IOException)) {
      root = root.getCause();
    }
    return root;
  }

  /** Returns whether the fault is one of the input: that is not to be said of the report. */
  private static boolean isOfAnotherFile(Throwable failure, IOException fault, Path fresh) {
    Optional<Path> named =
        failure instanceof ResultException result
            ? Optional.of(result.file())
            : fault instanceof FileSystemException system && system.getFile() != null
                ? Optional.of(Path.of(system.getFile()))
                : Optional.empty();
    return named.filter(file -> !file.toAbsolutePath().normalize().startsWith(fresh)).isPresent();
  }

  private static void deleteAfter(Throwable failure, Path folder) {
    try {
      FileUtils.deleteDirectory(folder.toFile());
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
