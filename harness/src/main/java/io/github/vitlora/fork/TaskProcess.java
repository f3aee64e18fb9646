package io.github.vitlora.fork;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.fault.UnwritableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Does something with a trained trial in a JVM of its own, under the environment of trials. */
public final class TaskProcess {
  static final JsonMapper JSON = new JsonMapper();

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
      Files.writeString(input, JSON.writeValueAsString(task));
    } catch (IOException e) {
      throw new UnwritableException(trial.path(), TrialFolder.PROPERTY, e);
    }
    AtomicReference<String> fault = new AtomicReference<>();
    Process process = start(trial, input, log);
    try {
      ChildWatch.follow(
          process,
          log,
          settings.patience(),
          event -> {
            if (event instanceof TrialEvent.Failed failed) {
              fault.set(failed.message());
            }
          });
      if (fault.get() != null) {
        throw new TaskException(fault.get() + "\nThe whole log is " + log);
      }
      if (process.exitValue() != 0) {
        throw new TaskException(ExitMessage.of(process.exitValue(), log, trial.crash()));
      }
    } catch (TimeoutException e) {
      ThreadDump.append(settings.java(), process, log);
      throw new TaskException(ExitMessage.ofSilence(settings.patience(), log));
    } finally {
      ChildWatch.end(process);
      Files.deleteIfExists(input);
    }
  }

  private Process start(TrialFolder trial, Path input, Path log) throws IOException {
    ProcessBuilder builder =
        new ChildJvm(settings)
            .prepare(
                trial.crash(),
                List.of("-D" + ParentWatch.END_WITH_PARENT + "=true"),
                List.of(TaskMain.class.getName(), input.toString()));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder.start();
  }
}
