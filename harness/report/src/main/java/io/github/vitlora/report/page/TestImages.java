package io.github.vitlora.report.page;

import io.github.vitlora.result.PredictionFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Finds what a report knows of single test images.
 *
 * @param predictions that the trials left
 * @param pictures the JPEG of the image with this name, small, where it can be had
 */
public record TestImages(PredictionFiles predictions, Function<String, Optional<byte[]>> pictures) {

  /** Knows nothing of any image. */
  public static final TestImages NONE =
      new TestImages(PredictionFiles.NONE, image -> Optional.empty());

  public static final String FOLDER = "predictions";

  /**
   * Returns where a report keeps the predictions of a trial.
   *
   * @param report the report's folder
   */
  public static Path predictions(Path report, String trial) {
    // Results may come from anywhere; an id with a path in it must lead nowhere else.
    return report.resolve(FOLDER).resolve(trial.replaceAll("[/\\\\]", "_") + ".csv");
  }

  /**
   * Returns where a report keeps the picture of an image, if it keeps one.
   *
   * @param report the report's folder
   */
  public static Path picture(Path report, String image) {
    return report.resolve(FOLDER).resolve("pictures").resolve(key(image) + ".jpg");
  }

  /** Returns a name that any file system takes, whatever the image is called. */
  static String key(String image) {
    return UUID.nameUUIDFromBytes(image.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
