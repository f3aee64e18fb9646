package io.github.vitlora.launch;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.job.EventStream;
import io.github.vitlora.job.ExitCode;
import io.github.vitlora.job.Job;
import io.github.vitlora.job.TrialEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has each job done by a JVM of its own on this machine, which ends with this one. */
public final class LocalLauncher implements Launcher {
  static final String NAME = "local";

  private static final Logger LOG = LoggerFactory.getLogger(LocalLauncher.class);

  /** Names the class, so that nothing here loads what computes. */
  private static final String MAIN = "io.github.vitlora.worker.Worker";

  private final AtomicBoolean toldOfVariables = new AtomicBoolean();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<TrialEvent.Failed> launch(
      Job job, WorkerSettings settings, Consumer<TrialEvent> events)
      throws IOException, InterruptedException {
    tellOnce(WorkerJvm.withheld(System.getenv()));
    Path input = write(job);
    try {
      return follow(job, input, settings, events);
    } finally {
      // It is for the worker alone: a hub's address in it may hold a password.
      Files.deleteIfExists(input);
    }
  }

  private void tellOnce(Set<String> withheld) {
    if (!withheld.isEmpty() && toldOfVariables.compareAndSet(false, true)) {
      LOG.warn(
          "Workers do not get {} of the environment, which could change numbers or their JVM;"
              + " -D{} and -D{} say how they run",
          String.join(", ", withheld),
          PropertyNames.THREADS,
          PropertyNames.JVM_ARGS);
    }
  }

  /** Makes room for the worker's log, and writes what the worker is told. */
  private static Path write(Job job) throws IOException {
    try {
      Files.createDirectories(job.place());
      Files.deleteIfExists(job.log());
      Files.deleteIfExists(job.crash());
      return Files.writeString(job.place().resolve(job.name() + "-job.json"), job.json());
    } catch (IOException e) {
      throw new UnwritableException(job.place(), PropertyNames.WORK, e);
    }
  }

  /** Prepares a worker's process, which ends when its standard input is closed. */
  static ProcessBuilder worker(Job job, Path input, WorkerSettings settings) {
    return new WorkerJvm(settings)
        .prepare(job.crash(), List.of(MAIN, input.toAbsolutePath().toString()))
        .redirectError(ProcessBuilder.Redirect.appendTo(job.log().toFile()));
  }

  private static Optional<TrialEvent.Failed> follow(
      Job job, Path input, WorkerSettings settings, Consumer<TrialEvent> events)
      throws IOException, InterruptedException {
    AtomicReference<TrialEvent.Failed> told = new AtomicReference<>();
    ChildProcess<TrialEvent> child =
        ChildProcess.start(worker(job, input, settings), line -> event(line, job.log()));
    try {
      int exit =
          child.follow(
              settings.patience(),
              event -> {
                if (event instanceof TrialEvent.Failed failed) {
                  told.set(failed.withLog(job.log()));
                } else if (!(event instanceof TrialEvent.Alive)) {
                  events.accept(event);
                }
              });
      if (exit == ExitCode.DONE.code()) {
        return Optional.empty();
      }
      return Optional.of(
          told.get() == null ? ExitMessage.of(exit, job.log(), job.crash()) : told.get());
    } catch (TimeoutException e) {
      child.dumpThreads(settings.java(), job.log());
      return Optional.of(ExitMessage.ofSilence(settings.patience(), job.log()));
    } finally {
      child.end();
    }
  }

  /** Reads an event; any other line goes to the log, or is lost where the disk is full. */
  private static Optional<TrialEvent> event(String line, Path log) {
    Optional<TrialEvent> event = EventStream.read(line);
    if (event.isEmpty()) {
      try {
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        LOG.warn("A line of {} could not be written: {}", log, e.toString());
      }
    }
    return event;
  }
}
