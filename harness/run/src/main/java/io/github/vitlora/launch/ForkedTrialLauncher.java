package io.github.vitlora.launch;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.experiment.TrialJson;
import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.job.Fault;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.job.TrialHistory;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each trial in a JVM of its own. */
public final class ForkedTrialLauncher implements TrialLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(ForkedTrialLauncher.class);

  /** By name, so that nothing here loads what computes. */
  private static final String MAIN = "io.github.vitlora.worker.TrialMain";

  private final ForkSettings settings;

  /** Prepares to launch trials. */
  public ForkedTrialLauncher(ForkSettings settings) {
    this.settings = settings;
  }

  @Override
  public TrialResult launch(Trial trial, TrialFolder folder, TrialFollower follower)
      throws IOException, InterruptedException {
    prepare(folder, trial);
    TrialHistory history = new TrialHistory(trial, System.nanoTime());
    Optional<Fault> fault =
        new ForkedChild(settings, folder.log(), folder.crash())
            .run(
                MAIN,
                folder.path(),
                Optional.of(folder.result()),
                event -> {
                  history.happened(event);
                  follower.happened(event);
                });
    if (fault.isEmpty()) {
      return ResultStore.readTrial(folder.result());
    }
    TrialResult failed = history.failed(fault.get().kind(), fault.get().message());
    // One of an earlier run may still hold, and the next run would want to take it over.
    if (Files.notExists(folder.result())) {
      keep(folder, failed);
    }
    return failed;
  }

  private static void prepare(TrialFolder folder, Trial trial) throws IOException {
    try {
      Files.createDirectories(folder.path());
      Files.deleteIfExists(folder.log());
      Files.deleteIfExists(folder.crash());
      Files.writeString(folder.input(), TrialJson.write(trial));
    } catch (IOException e) {
      throw new UnwritableException(folder.path(), TrialFolder.PROPERTY, e);
    }
  }

  /** The disk may have no room for it, which the failure itself may say. */
  private static void keep(TrialFolder folder, TrialResult failed) {
    try {
      ResultStore.writeTrial(folder.result(), failed);
    } catch (ResultException e) {
      LOG.warn("A failure is not kept: {}", e.getMessage());
    }
  }
}
