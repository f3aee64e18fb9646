package io.github.vitlora.fork;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.experiment.TrialJson;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs each trial in a JVM of its own. The child ends with its parent, however that ends: it reads
 * a pipe that only the parent holds open.
 */
public final class ForkedTrialLauncher implements TrialLauncher {
  private static final long SECONDS_TO_END = 5;

  private final ForkSettings settings;

  /** Prepares to launch trials. */
  public ForkedTrialLauncher(ForkSettings settings) {
    this.settings = settings;
  }

  @Override
  public TrialResult launch(Trial trial, TrialFolder folder, TrialFollower follower)
      throws IOException, InterruptedException {
    Files.createDirectories(folder.path());
    Files.deleteIfExists(folder.log());
    Files.deleteIfExists(folder.crash());
    Files.writeString(folder.input(), TrialJson.write(trial));
    long start = System.nanoTime();
    TrialFailure failure = new TrialFailure(trial);
    Process process = new TrialProcess(settings, folder).start();
    int exit;
    try {
      EventReader events = EventReader.start(process.getInputStream(), folder.log());
      for (Optional<TrialEvent> event = events.next(); event.isPresent(); event = events.next()) {
        failure.happened(event.get());
        follower.happened(event.get());
      }
      exit = process.waitFor();
    } finally {
      end(process);
    }
    if (exit == 0 && Files.exists(folder.result())) {
      return ResultStore.readTrial(folder.result());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    TrialResult failed = failure.result(ExitMessage.of(exit, folder.log()), seconds);
    // One of an earlier run may still hold, and the next run would want to take it over.
    if (Files.notExists(folder.result())) {
      ResultStore.writeTrial(folder.result(), failed);
    }
    return failed;
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (process.isAlive() && !process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
