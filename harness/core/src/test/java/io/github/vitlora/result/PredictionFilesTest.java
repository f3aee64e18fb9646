package io.github.vitlora.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionFilesTest {
  @TempDir Path folder;

  private final Experiment experiment = Samples.experiment(List.of(1L), List.of(8), List.of());
  private final List<TrialResult> older = Samples.allCompleted(experiment);
  private final PredictionFiles files =
      new PredictionFiles(
          id -> List.of(folder.resolve("report/" + id + ".csv"), folder.resolve(id + ".csv")));

  @Test
  void theFirstFileThatTheResultSpeaksOfIsTaken() throws IOException {
    List<Prediction> predictions = Samples.predictions(10, i -> i > 2);
    Path own = folder.resolve("full-seed1.csv");
    String sha256 = PredictionsFile.write(own, predictions);
    PredictionsFile.write(
        folder.resolve("report/full-seed1.csv"), Samples.predictions(10, i -> i > 5));
    TrialResult trial = Samples.withPredictions(older.get(0), sha256);

    assertThat(files.find(trial)).contains(own);
    assertThat(files.read(List.of(trial, older.get(1))))
        .containsOnlyKeys("full-seed1")
        .containsValue(predictions);

    Files.writeString(own, "x", StandardOpenOption.APPEND);
    assertThat(files.find(trial)).as("changed since").isEmpty();
  }

  @Test
  void resultsOfAnEarlierVersionHaveNone() {
    PredictionsFile.write(folder.resolve("full-seed1.csv"), Samples.predictions(10, i -> true));

    assertThat(files.find(older.get(0))).isEmpty();
  }
}
