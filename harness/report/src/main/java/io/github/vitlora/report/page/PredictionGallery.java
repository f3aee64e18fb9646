package io.github.vitlora.report.page;

import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.TrialResult;
import io.qameta.allure.Aggregator2;
import io.qameta.allure.ReportStorage;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.core.LaunchResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Shows classes and single test images in a report. The page "Compare" finds the figures, and the
 * pictures, among the report's data.
 */
public final class PredictionGallery implements Aggregator2 {

  /** Some 3 KB each, so that the page stays one that can be sent around. */
  private static final int MOST_PICTURES = 240;

  private static final String DATA = "data/predictions.json";
  private static final String PICTURES = "data/predictions/";

  private final PredictionSection section;
  private final Map<String, byte[]> pictures;

  private PredictionGallery(PredictionSection section, Map<String, byte[]> pictures) {
    this.section = section;
    this.pictures = pictures;
  }

  /**
   * Gathers what there is, and leaves predictions and pictures in the report's folder.
   *
   * @param images where to find them
   * @param report the report's folder
   */
  public static PredictionGallery of(ExperimentResults results, TestImages images, Path report)
      throws IOException {
    for (TrialResult trial : results.trials()) {
      Optional<Path> file = images.predictions().find(trial);
      if (file.isPresent()) {
        Path copy = TestImages.predictions(report, trial.id());
        Files.createDirectories(copy.getParent());
        Files.copy(file.get(), copy);
      }
    }
    Map<String, List<Prediction>> predictions = images.predictions().read(results.trials());
    PredictionSection section = PredictionSection.of(results, predictions);
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    for (String image : pictured(section)) {
      Optional<byte[]> jpeg = images.pictures().apply(image);
      if (jpeg.isPresent()) {
        Path file = TestImages.picture(report, image);
        Files.createDirectories(file.getParent());
        Files.write(file, jpeg.get());
        pictures.put(TestImages.key(image), jpeg.get());
      }
    }
    return new PredictionGallery(section, pictures);
  }

  /** Chooses images: the most telling one of every trial before the second of any. */
  private static Set<String> pictured(PredictionSection section) {
    List<List<String>> lists = section.trials().stream().map(TrialPredictions::shown).toList();
    Set<String> images = new LinkedHashSet<>();
    for (int rank = 0; rank < 2 * TrialPredictions.MOST_SHOWN; rank++) {
      for (List<String> list : lists) {
        if (rank < list.size() && images.size() < MOST_PICTURES) {
          images.add(list.get(rank));
        }
      }
    }
    return images;
  }

  @Override
  public void aggregate(
      Configuration configuration, List<LaunchResults> launches, ReportStorage storage) {
    storage.addDataBinary(DATA, section.json());
    pictures.forEach((key, jpeg) -> storage.addDataBinary(PICTURES + key + ".jpg", jpeg));
  }
}
