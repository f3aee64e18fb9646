package io.github.vitlora.run;

import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.report.text.PredictionsCsv;
import io.github.vitlora.result.Predictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Classifies images by trained trials. */
public final class PredictionRun {
  /** What the table is called, beside {@link Predictions#FILE}. */
  public static final String CSV = "predictions.csv";

  private final Workers workers;

  /** Prepares to have images classified. */
  public PredictionRun(Workers workers) {
    this.workers = workers;
  }

  /**
   * Classifies, and leaves {@code predictions.json} and {@code predictions.csv}.
   *
   * @param trial a completed trial
   * @param images files
   * @param top how many classes of each image are wanted
   * @param output folder to write to
   * @throws IOException when it cannot be done, saying why
   */
  public Predictions run(TrialFolder trial, List<Path> images, int top, Path output)
      throws IOException, InterruptedException {
    Path json = output.toAbsolutePath().resolve(Predictions.FILE);
    Predictions predictions = workers.predict(trial, images, top, json);
    Path csv = json.resolveSibling(CSV);
    try {
      Files.writeString(csv, PredictionsCsv.render(predictions));
    } catch (IOException e) {
      throw new UnwritableException(csv, e);
    }
    return predictions;
  }
}
