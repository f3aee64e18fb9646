package io.github.vitlora.worker;

import ai.djl.Device;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.fingerprint.NumericPlatform;
import io.github.vitlora.io.Digests;
import io.github.vitlora.job.Job;
import io.github.vitlora.job.JobSettings;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.result.PredictionsFile;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.source.Sources;
import io.github.vitlora.train.CheckpointStore;
import io.github.vitlora.train.SlowTrial;
import io.github.vitlora.train.TrialInputs;
import io.github.vitlora.train.TrialOutcome;
import io.github.vitlora.train.TrialRun;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a trial in its folder. */
final class TrialExecution {
  private static final Logger LOG = LoggerFactory.getLogger(TrialExecution.class);

  private final Trial trial;
  private final TrialFolder folder;
  private final JobSettings settings;
  private final TrialReport report;

  TrialExecution(Job.Train job, Consumer<TrialEvent> events) {
    trial = job.trial();
    folder = job.folder();
    settings = job.settings();
    report = new TrialReport(trial, events);
  }

  /**
   * Writes {@code result.json}, or keeps that of an earlier process where it still holds. Where the
   * trial fails there is none, and checkpoints stay, from which the next run goes on.
   */
  void run() throws IOException, InterruptedException {
    try {
      train();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      report.tellMemory();
      throw e;
    }
  }

  private void train() throws IOException, InterruptedException {
    Libtorch.loadDuring(NumericPlatform::prepare);
    Device device = TrialDevice.choose(settings.device());
    Sources sources = new Sources(settings.sources());
    TrialInputs inputs =
        TrialInputs.gather(
            trial,
            sources,
            device,
            settings.threads(),
            settings.cropCacheBytes(),
            () -> report.accept(new TrialEvent.Alive()));
    report.accept(new TrialEvent.Identified(inputs.fingerprint()));
    boolean completed = isCompleted(inputs);
    if (!completed) {
      Files.deleteIfExists(folder.result());
      Files.deleteIfExists(folder.predictions());
    }
    folder.describe(trial, inputs.classNames());
    if (completed) {
      report.accept(new TrialEvent.TakenOver(inputs.environment()));
      return;
    }
    for (String warning : SlowTrial.reasons(trial, device)) {
      LOG.warn(warning);
      report.accept(new TrialEvent.Warned(warning));
    }
    CheckpointStore store =
        new CheckpointStore(
            folder.checkpoints(),
            inputs.fingerprint().whole(),
            Duration.ofSeconds(settings.checkpointSeconds()));
    TrialOutcome outcome = TrialRun.run(inputs, folder.weights(), store, report);
    ResultStore.writeTrial(folder.result(), report.ended(withPredictions(outcome)));
    clear(store);
  }

  /** Removes states, which are not needed once the result is on disk. */
  private static void clear(CheckpointStore store) {
    try {
      store.clear();
    } catch (IOException e) {
      LOG.warn("Checkpoints that are needed no more stay", e);
    }
  }

  /** Writes the predictions behind the test's figures, if there was a test. */
  private TrialResult withPredictions(TrialOutcome outcome) {
    Optional<TestResult> test =
        outcome
            .result()
            .test()
            .map(
                figures ->
                    figures.with(
                        t ->
                            t.predictionsSha256(
                                PredictionsFile.write(
                                    folder.predictions(), outcome.predictions()))));
    return outcome.result().withTest(test);
  }

  /** Returns whether an earlier process completed this very trial and left all its files. */
  private boolean isCompleted(TrialInputs inputs) throws IOException {
    Optional<TrialResult> result = folder.completed();
    if (result.isEmpty() || Files.notExists(folder.classes())) {
      return false;
    }
    try {
      TrialResult earlier = result.get();
      return earlier.id().equals(trial.id())
          && earlier.fingerprint().equals(Optional.of(inputs.fingerprint().whole()))
          // Numbers do not depend on names, but what is told of them does.
          && folder.classNames().equals(inputs.classNames())
          && earlier.savedSha256().equals(Optional.of(Digests.ofFile(folder.weights())))
          && earlier
              .test()
              .flatMap(TestResult::predictionsSha256)
              .filter(sha256 -> PredictionsFile.holds(folder.predictions(), sha256))
              .isPresent();
    } catch (ResultException e) {
      LOG.warn("An earlier result is of no use", e);
      return false;
    }
  }
}
