package io.github.vitlora.run;

import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.report.ReportMaterial;
import io.github.vitlora.report.page.TestImages;
import io.github.vitlora.result.PredictionFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds what an experiment's trials left for a report.
 *
 * @param folder of the experiment, which holds a folder for each trial
 */
record TrialMaterial(Path folder) {

  PredictionFiles predictions() {
    return new PredictionFiles(id -> List.of(trial(id).predictions()));
  }

  /**
   * Returns logs, predictions and pictures.
   *
   * @param pictures the JPEG of the image with this name, small, where it can be had
   */
  ReportMaterial with(Function<String, Optional<byte[]>> pictures) {
    return ReportMaterial.of(id -> Optional.of(trial(id).log()))
        .with(new TestImages(predictions(), pictures));
  }

  /**
   * Returns the same with the pictures of an earlier report, and the data at a glance as it has it.
   */
  ReportMaterial withPicturesOf(Path report) {
    return with(image -> read(TestImages.picture(report, image)))
        .withData(DataAtAGlance.keptIn(report));
  }

  private static Optional<byte[]> read(Path picture) {
    try {
      return Files.exists(picture) ? Optional.of(Files.readAllBytes(picture)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TrialFolder trial(String id) {
    return new TrialFolder(folder.resolve(id));
  }
}
