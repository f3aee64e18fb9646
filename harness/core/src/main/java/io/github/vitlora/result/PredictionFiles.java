package io.github.vitlora.result;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The predictions that trials left on disk. Only a file that is what its trial's result says
 * counts: one of another run, or one that was changed, is passed over.
 */
public final class PredictionFiles {

  /** No trial's. */
  public static final PredictionFiles NONE = new PredictionFiles(trial -> List.of());

  private final Function<String, List<Path>> places;

  /** By their files' SHA-256: a report asks for the same ones more than once. */
  private final Map<String, List<Prediction>> known = new ConcurrentHashMap<>();

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
    return sha256(trial).flatMap(sha256 -> find(trial, sha256));
  }

  private Optional<Path> find(TrialResult trial, String sha256) {
    return places.apply(trial.id()).stream()
        .filter(file -> PredictionsFile.holds(file, sha256))
        .findFirst();
  }

  private static Optional<String> sha256(TrialResult trial) {
    return trial.test().flatMap(TestResult::predictionsSha256);
  }

  /**
   * The predictions of all trials that have them, by the trial's id.
   *
   * @throws ResultException if a file is none of predictions, though it is what the result says
   */
  public Map<String, List<Prediction>> read(List<TrialResult> trials) {
    Map<String, List<Prediction>> predictions = new LinkedHashMap<>();
    trials.parallelStream()
        .flatMap(trial -> read(trial).map(all -> Map.entry(trial.id(), all)).stream())
        .forEachOrdered(one -> predictions.put(one.getKey(), one.getValue()));
    return predictions;
  }

  private Optional<List<Prediction>> read(TrialResult trial) {
    Optional<String> sha256 = sha256(trial);
    Optional<List<Prediction>> before = sha256.map(known::get);
    if (before.isPresent()) {
      return before;
    }
    Optional<List<Prediction>> all =
        sha256.flatMap(hash -> find(trial, hash)).map(PredictionsFile::read);
    all.ifPresent(predictions -> known.put(sha256.orElseThrow(), predictions));
    return all;
  }
}
