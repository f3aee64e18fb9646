package io.github.vitlora.run;

import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.job.TrainedTrialTask;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.launch.ForkSettings;
import io.github.vitlora.launch.TaskProcess;
import io.github.vitlora.report.text.PredictionsCsv;
import io.github.vitlora.result.Predictions;
import io.github.vitlora.result.ResultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Classifies images by trained trials. */
public final class PredictionRun {
  /** What the table is called, beside {@link Predictions#FILE}. */
  public static final String CSV = "predictions.csv";

  private final ForkSettings settings;

  /** Prepares to classify, in a process with the settings that trials have. */
  public PredictionRun(ForkSettings settings) {
    this.settings = settings;
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
    new TaskProcess(settings)
        .run(
            new TrainedTrialTask.Predict(
                trial.path().toAbsolutePath().toString(),
                images.stream().map(file -> file.toAbsolutePath().toString()).toList(),
                top,
                json.toString()));
    Predictions predictions = ResultStore.readPredictions(json);
    Path csv = json.resolveSibling(CSV);
    try {
      Files.writeString(csv, PredictionsCsv.render(predictions));
    } catch (IOException e) {
      throw new UnwritableException(csv, e);
    }
    return predictions;
  }
}
