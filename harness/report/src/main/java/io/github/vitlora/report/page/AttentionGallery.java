package io.github.vitlora.report.page;

import io.github.vitlora.result.AttentionImage;
import io.github.vitlora.result.AttentionImage.MapFile;
import io.github.vitlora.result.AttentionResults;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultStore;
import io.qameta.allure.Aggregator2;
import io.qameta.allure.ReportStorage;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.core.LaunchResults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.io.FileUtils;

/**
 * Shows the models' attention in a report. The page "Compare" finds the figures, and the pictures
 * that it lays over each other, among the report's data.
 */
public final class AttentionGallery implements Aggregator2 {
  private static final String DATA = "data/attention.json";
  private static final String PICTURES = "data/attention/";

  private final AttentionSection section;
  private final AttentionResults pictured;
  private final Path folder;

  private AttentionGallery(AttentionSection section, AttentionResults pictured, Path folder) {
    this.section = section;
    this.pictured = pictured;
    this.folder = folder;
  }

  /**
   * Gathers figures and pictures.
   *
   * @param results with the figures
   * @param pictures a folder of pictures and their {@code attention.json}, where there is one
   * @param folder where they go in the report
   */
  public static AttentionGallery of(ExperimentResults results, Optional<Path> pictures, Path folder)
      throws IOException {
    AttentionResults pictured = new AttentionResults(List.of(), List.of(), Map.of());
    if (pictures.isPresent() && Files.exists(pictures.get().resolve(AttentionResults.FILE))) {
      FileUtils.copyDirectory(pictures.get().toFile(), folder.toFile());
      pictured = ResultStore.readAttention(folder.resolve(AttentionResults.FILE));
    }
    return new AttentionGallery(AttentionSection.of(results, pictured.images()), pictured, folder);
  }

  /** Returns a trial's maps as one picture, if there are any. */
  public Optional<byte[]> sheet(String trial) throws IOException {
    String file = pictured.sheets().get(trial);
    return file == null ? Optional.empty() : Optional.of(read(file));
  }

  @Override
  public void aggregate(
      Configuration configuration, List<LaunchResults> launches, ReportStorage storage) {
    if (section.rows().isEmpty()) {
      return;
    }
    storage.addDataBinary(DATA, section.json());
    Set<String> files = new LinkedHashSet<>();
    for (AttentionImage image : pictured.images()) {
      files.add(image.photograph());
      for (MapFile map : image.maps()) {
        files.add(map.amounts());
        map.changes().ifPresent(files::add);
      }
    }
    try {
      for (String file : files) {
        storage.addDataBinary(PICTURES + file, read(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a picture of the attention maps cannot be read", e);
    }
  }

  /** Reads no more than what lies in the folder, whoever wrote the names. */
  private byte[] read(String file) throws IOException {
    Path path = folder.resolve(file).normalize();
    if (!path.startsWith(folder.normalize())) {
      throw new IOException(
          folder.resolve(AttentionResults.FILE) + " names " + file + ", which is elsewhere");
    }
    return Files.readAllBytes(path);
  }
}
