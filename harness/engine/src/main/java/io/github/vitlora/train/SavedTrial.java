package io.github.vitlora.train;

import ai.djl.ndarray.NDManager;
import io.github.vitlora.dataset.Dataset;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.Digests;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.FeatureFit;
import io.github.vitlora.result.Provenance;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A saved trial is a completed trial with its files, which are verified to be those that it left.
 *
 * @param trial what was trained
 * @param result what came out
 * @param classNames names of the classes; the index is the label
 * @param pretrained the checkpoint that training started from; empty if it was random weights
 * @param weights what the trial kept
 */
public record SavedTrial(
    Trial trial,
    TrialResult result,
    List<String> classNames,
    Optional<Path> pretrained,
    Path weights) {

  /** Copies the names. */
  public SavedTrial {
    classNames = List.copyOf(classNames);
  }

  /**
   * Reads a trial's folder.
   *
   * @param sources brings the checkpoint here, and the data set where the names of its classes are
   *     not in the folder
   * @throws ResultException when the trial is not completed, or a file is not the one that it was
   *     trained from or left
   */
  public static SavedTrial open(TrialFolder folder, Sources sources) throws IOException {
    TrialResult result = ResultStore.readTrial(folder.result());
    if (result.status() != TrialStatus.COMPLETED) {
      throw new ResultException(folder.result(), "the trial is not completed", null);
    }
    Trial trial = folder.trial();
    requireSame(
        folder.weights(),
        result.savedSha256(),
        "the trial left others. vitlora:compare trains it again");
    Optional<Path> pretrained =
        trial.model().checkpoint().map(s -> sources.resolve(s, trial.model().sha256()));
    if (pretrained.isPresent()) {
      requireSame(
          pretrained.get(),
          result.provenance().map(Provenance::weights),
          "the trial was trained from others");
    }
    List<String> names =
        Files.exists(folder.classes())
            ? folder.classNames()
            : Dataset.open(trial.dataset(), sources).classNames();
    return new SavedTrial(trial, result, names, pretrained, folder.weights());
  }

  private static void requireSame(Path weights, Optional<String> sha256, String otherwise)
      throws IOException {
    if (sha256.isPresent() && !Digests.ofFile(weights).equals(sha256.get())) {
      throw new ResultException(
          weights,
          "these are not the weights with sha256 " + sha256.get() + ": " + otherwise,
          null);
    }
  }

  /**
   * Returns the trained network, whose memory belongs to a child of {@code parent}. Where nothing
   * of it is kept, its head is random.
   */
  public TunableModel load(NDManager parent) throws IOException {
    Architecture architecture = Architecture.named(trial.model().architecture()).orElseThrow();
    RandomStreams random = new RandomStreams(trial.seed());
    return neighbours().isPresent()
        ? TunableModel.untrained(
            parent, architecture, classNames.size(), trial.regime(), random, pretrained)
        : TunableModel.trained(
            parent, architecture, classNames.size(), trial.regime(), random, pretrained, weights);
  }

  /** Returns how the trial classifies without a head, if it does: by its training images. */
  public Optional<FeatureFit.NearestNeighbours> neighbours() {
    return trial
        .regime()
        .featureFit()
        .filter(FeatureFit.NearestNeighbours.class::isInstance)
        .map(FeatureFit.NearestNeighbours.class::cast);
  }
}
