package io.github.vitlora.result;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The predictions that trials left on disk. Only a file that is what its trial's result says
 * counts: one of another run, or one that was changed, is passed over.
 */
public final class PredictionFiles {

  /** No trial's. */
  public static final PredictionFiles NONE = new PredictionFiles(trial -> List.of());

  private final Function<String, List<Path>> places;

  /**
   * Looks for nothing yet.
   *
   * @param places where the file of the trial with this id may be, the first to be asked first
   */
  public PredictionFiles(Function<String, List<Path>> places) {
    this.places = places;
  }

  /** The file of a trial; none where it has none, or is one of an earlier version. */
  public Optional<Path> find(TrialResult trial) {
    return trial
        .test()
        .flatMap(TestResult::predictionsSha256)
        .flatMap(
            sha256 ->
                places.apply(trial.id()).stream()
                    .filter(file -> PredictionsFile.holds(file, sha256))
                    .findFirst());
  }

  /**
   * The predictions of all trials that have them, by the trial's id.
   *
   * @throws ResultException if a file is none of predictions, though it is what the result says
   */
  public Map<String, List<Prediction>> read(List<TrialResult> trials) {
    Map<String, List<Prediction>> predictions = new LinkedHashMap<>();
    for (TrialResult trial : trials) {
      find(trial).ifPresent(file -> predictions.put(trial.id(), PredictionsFile.read(file)));
    }
    return predictions;
  }
}
