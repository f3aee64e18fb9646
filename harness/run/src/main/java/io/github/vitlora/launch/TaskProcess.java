package io.github.vitlora.launch;

import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.job.Fault;
import io.github.vitlora.job.TaskException;
import io.github.vitlora.job.TrainedTrialTask;
import io.github.vitlora.job.TrialFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Does something with a trained trial in a JVM of its own, under the environment of trials. */
public final class TaskProcess {
  /** By name, so that nothing here loads what computes. */
  private static final String MAIN = "io.github.vitlora.worker.TaskMain";

  private final ForkSettings settings;

  /** Prepares to start processes. */
  public TaskProcess(ForkSettings settings) {
    this.settings = settings;
  }

  /**
   * Waits for a task to be done; its log goes to the trial's folder.
   *
   * @throws TaskException when the task could not be done
   * @throws IOException when a file could not be written
   */
  public void run(TrainedTrialTask task) throws IOException, InterruptedException {
    TrialFolder trial = new TrialFolder(Path.of(task.trial()));
    Path log = trial.path().resolve(task.name() + ".log");
    Path input = trial.path().resolve(task.name() + ".json");
    try {
      Files.deleteIfExists(log);
      Files.deleteIfExists(trial.crash());
      Files.writeString(input, TrainedTrialTask.JSON.writeValueAsString(task));
    } catch (IOException e) {
      throw new UnwritableException(trial.path(), TrialFolder.PROPERTY, e);
    }
    try {
      Optional<Fault> fault =
          new ForkedChild(settings, log, trial.crash())
              .run(MAIN, input, Optional.empty(), event -> {});
      if (fault.isPresent()) {
        throw new TaskException(withLog(fault.get().message(), log));
      }
    } finally {
      Files.deleteIfExists(input);
    }
  }

  /** What the task itself says of its failure does not name its log. */
  private static String withLog(String fault, Path log) {
    return fault.contains(log.toString()) ? fault : fault + "\nThe whole log is " + log;
  }
}
