package io.github.vitlora.train;

import ai.djl.Device;
import io.github.vitlora.dataset.ContentIndex;
import io.github.vitlora.dataset.Dataset;
import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.dataset.DatasetSplits;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.fingerprint.CodeVersion;
import io.github.vitlora.fingerprint.Fingerprint;
import io.github.vitlora.fingerprint.NumericPlatform;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.learner.ChosenKernels;
import io.github.vitlora.regime.ParameterCount;
import io.github.vitlora.result.Environment;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.Provenance;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialResultBuilder;
import io.github.vitlora.source.Sources;
import io.github.vitlora.transform.CropStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Holds a trial with its files at hand.
 *
 * @param trial what to run
 * @param device that it is computed on
 * @param classNames names of the data set's classes; the index is the label
 * @param splits the images that this trial uses
 * @param weights the pretrained checkpoint; empty if the network starts from random weights
 * @param crops where decoded images outlive the trial, if anywhere
 * @param fingerprint of everything that determines the trial's numbers
 * @param environment that the trial runs on
 */
public record TrialInputs(
    Trial trial,
    Device device,
    List<String> classNames,
    DatasetSplits splits,
    Optional<Path> weights,
    Optional<CropStore> crops,
    Provenance fingerprint,
    Environment environment) {

  /** Copies the names. */
  public TrialInputs {
    classNames = List.copyOf(classNames);
  }

  /** Returns the same files for the trial by another recipe. */
  TrialInputs with(Trial other) {
    return new TrialInputs(
        other, device, classNames, splits, weights, crops, fingerprint, environment);
  }

  /**
   * Begins the result of a trial that ran to its end.
   *
   * @param epochs the finished ones, in order
   * @param count of the model itself
   */
  TrialResultBuilder result(List<EpochResult> epochs, ParameterCount count) {
    return TrialResult.of(trial, epochs)
        .trainableParameters(count.trainable())
        .totalParameters(count.total())
        .fingerprint(fingerprint.whole())
        .provenance(fingerprint);
  }

  /** Returns the event that says what the trial will do. */
  TrialEvent.Started started(ParameterCount count, int epochs, int stepsPerEpoch) {
    return new TrialEvent.Started(
        environment, count.trainable(), count.total(), epochs, stepsPerEpoch);
  }

  /** Returns the number of classes of the data set. */
  public int classes() {
    return classNames.size();
  }

  /** Returns how many training images each class has, {@code (K)}. */
  int[] trainPerClass() {
    int[] counts = new int[classes()];
    splits.train().forEach(image -> counts[image.label()]++);
    return counts;
  }

  /**
   * Requires a training image of every class.
   *
   * @throws DatasetException if one has none
   */
  void requireEveryClass() {
    int[] counts = trainPerClass();
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] == 0) {
        throw new DatasetException(
            "the class "
                + classNames.get(k)
                + " has no training images, of which nothing can be made: give it some");
      }
    }
  }

  /**
   * Brings the trial's files here and takes its fingerprint.
   *
   * @param device that the trial will be computed on
   * @param threads that the trial will compute with
   * @param cropCacheBytes what all decoded images in the cache may take; 0 keeps none
   * @param alive told after every image that was read
   * @throws IOException when a file cannot be read
   */
  public static TrialInputs gather(
      Trial trial, Sources sources, Device device, int threads, long cropCacheBytes, Runnable alive)
      throws IOException {
    Dataset dataset = Dataset.open(trial.dataset(), sources);
    ContentIndex contents = ContentIndex.open(sources.cache(), dataset.place());
    DatasetSplits splits = dataset.splits(trial.seed());
    ModelSpec model = trial.model();
    Optional<Path> weights =
        model.checkpoint().map(source -> sources.resolve(source, model.sha256()));
    NumericPlatform platform =
        NumericPlatform.current(device, threads, ChosenKernels.of(trial, device).names());
    Provenance fingerprint =
        Fingerprint.of(trial, splits, contents, weights, platform, alive)
            .withWeightsCommit(model.checkpoint().flatMap(sources::commit));
    contents.save();
    return new TrialInputs(
        trial,
        device,
        dataset.classNames(),
        splits,
        weights,
        CropStore.in(sources.cache(), cropCacheBytes, CodeVersion.current(), contents),
        fingerprint,
        platform.environment());
  }
}
