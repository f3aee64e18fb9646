package io.github.vitlora.worker;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.fingerprint.NumericPlatform;
import io.github.vitlora.io.Digests;
import io.github.vitlora.job.ClassNames;
import io.github.vitlora.job.Fault;
import io.github.vitlora.job.SourceProperties;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.result.PredictionsFile;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.source.Sources;
import io.github.vitlora.train.CheckpointStore;
import io.github.vitlora.train.Checkpointing;
import io.github.vitlora.train.SlowTrial;
import io.github.vitlora.train.TrialInputs;
import io.github.vitlora.train.TrialOutcome;
import io.github.vitlora.train.TrialRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a trial's process does with its folder. */
final class TrialExecution {
  private static final Logger LOG = LoggerFactory.getLogger(TrialExecution.class);
  private static final long CHECKPOINT_SECONDS = 300;

  private final Trial trial;
  private final TrialFolder folder;
  private final long startNanos;
  private final PrintStream events;
  private final int threads = Integer.getInteger("ai.djl.pytorch.num_threads", 1);

  TrialExecution(Trial trial, TrialFolder folder, long startNanos, PrintStream events) {
    this.trial = trial;
    this.folder = folder;
    this.startNanos = startNanos;
    this.events = events;
  }

  /** Leaves {@code result.json}, an earlier process's where that still holds. */
  void run() throws IOException, InterruptedException {
    TrialReport report =
        new TrialReport(trial, startNanos, new PeakMemory(ResidentMemory.ofThisProcess()), events);
    try {
      Libtorch.require();
      Libtorch.loadDuring(NumericPlatform::prepare);
      Sources sources = new Sources(SourceProperties.read());
      TrialInputs inputs =
          TrialInputs.gather(trial, sources, threads, () -> report.accept(new TrialEvent.Alive()));
      report.identified(inputs.fingerprint());
      boolean completed = isCompleted(inputs);
      ClassNames.write(folder.classes(), inputs.classNames());
      if (completed) {
        report.accept(new TrialEvent.TakenOver(inputs.environment()));
        return;
      }
      for (String warning : SlowTrial.reasons(trial)) {
        LOG.warn(warning);
        report.accept(new TrialEvent.Warned(warning));
      }
      Files.deleteIfExists(folder.result());
      Files.deleteIfExists(folder.predictions());
      CheckpointStore store =
          new CheckpointStore(folder.checkpoints(), inputs.fingerprint().whole());
      TrialOutcome outcome =
          TrialRun.run(
              keepingCrops(inputs), folder.weights(), new Checkpointing(store, interval()), report);
      ResultStore.writeTrial(folder.result(), report.ended(withPredictions(outcome)));
      clear(store);
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.error("The trial {} could not run to its end", trial.id(), e);
      // Checkpoints stay: once the cause is mended, the trial goes on from them.
      Fault fault = Faults.of(e).withLog(folder.log());
      report.accept(fault.event());
      ResultStore.writeTrial(folder.result(), report.failed(fault));
    }
  }

  /** The result is on disk: states that cannot be removed take room, and nothing else. */
  private static void clear(CheckpointStore store) {
    try {
      store.clear();
    } catch (IOException e) {
      LOG.warn("Checkpoints that are needed no more stay", e);
    }
  }

  /** Leaves the predictions behind the test's figures, if there was a test. */
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

  /** Where the sources are kept, since decoded images can always be had again from them. */
  private static TrialInputs keepingCrops(TrialInputs inputs) {
    long mebibytes = Long.getLong("vitlora.cropCache", 0);
    return mebibytes > 0
        ? inputs.keepingCrops(SourceProperties.read().cache().resolve("crops"), mebibytes << 20)
        : inputs;
  }

  private static Duration interval() {
    return Duration.ofSeconds(Long.getLong("vitlora.checkpointSeconds", CHECKPOINT_SECONDS));
  }

  /** Whether an earlier process completed this very trial and left all that it has to leave. */
  private boolean isCompleted(TrialInputs inputs) throws IOException {
    if (Files.notExists(folder.result())
        || Files.notExists(folder.weights())
        || Files.notExists(folder.classes())) {
      return false;
    }
    try {
      TrialResult earlier = ResultStore.readTrial(folder.result());
      return earlier.status() == TrialStatus.COMPLETED
          && earlier.id().equals(trial.id())
          && earlier.fingerprint().equals(Optional.of(inputs.fingerprint().whole()))
          // Numbers do not depend on names, but what is told of them does.
          && ClassNames.read(folder.classes()).equals(inputs.classNames())
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
