package io.github.vitlora.testing;

import io.github.vitlora.inspection.Inspection;
import io.github.vitlora.inspection.Inspector;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.Json;
import io.github.vitlora.job.DeviceChoice;
import io.github.vitlora.job.Job;
import io.github.vitlora.job.JobSettings;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.launch.Launcher;
import io.github.vitlora.launch.WorkerSettings;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** How tests start workers: with their own class path, one thread, and no network. */
public final class SmokeWorkers {
  private static final Duration NO_HURRY = Duration.ofMinutes(30);
  private static final long CHECKPOINT_SECONDS = 300;

  private SmokeWorkers() {}

  /** Workers that leave a checkpoint after every step. */
  public static Workers checkpointing(Path cache) {
    WorkerSettings usual = settings(cache);
    return new Workers(
        new WorkerSettings(
            usual.java(),
            usual.classPath(),
            usual.jvmArguments(),
            usual.nativeCache(),
            usual.patience(),
            job(cache, 0)));
  }

  /** The usual settings. */
  public static WorkerSettings settings(Path cache) {
    return settings(cache, List.of(), NO_HURRY);
  }

  /** The same with more arguments, and patience with a worker's silence. */
  public static WorkerSettings settings(Path cache, List<String> jvmArguments, Duration patience) {
    return new WorkerSettings(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList(),
        jvmArguments,
        Path.of(System.getProperty("user.home"), ".djl.ai"),
        patience,
        job(cache, CHECKPOINT_SECONDS));
  }

  private static JobSettings job(Path cache, long checkpointSeconds) {
    return new JobSettings(
        new SourceSettings(cache, Optional.empty(), true),
        DeviceChoice.AUTO,
        1,
        checkpointSeconds,
        0,
        Optional.empty());
  }

  /** Stands for a worker. */
  @FunctionalInterface
  public interface Work {
    /** Leaves the job's results. */
    void of(Job job) throws IOException, InterruptedException;
  }

  /** Workers that start no process; they look at images themselves. */
  public static Workers doing(Work work) {
    return new Workers(
        new Launcher() {
          @Override
          public String name() {
            return "none";
          }

          @Override
          public Optional<TrialEvent.Failed> launch(
              Job job, WorkerSettings settings, Consumer<TrialEvent> events)
              throws IOException, InterruptedException {
            if (job instanceof Job.Inspect inspect) {
              inspect(inspect);
            } else {
              work.of(job);
            }
            return Optional.empty();
          }
        },
        settings(Path.of("target", "none")));
  }

  private static void inspect(Job.Inspect job) throws IOException, InterruptedException {
    Inspection found =
        Inspector.open(job.dataset(), new Sources(job.settings().sources()), 0, "test")
            .look(1, seen -> {});
    AtomicFile.write(job.results(), Json.bytes(found));
  }

  /** Sends a signal to every worker of this process, and tells which there were. */
  public static List<ProcessHandle> signal(String signal) {
    List<ProcessHandle> running = ProcessHandle.current().children().toList();
    for (ProcessHandle process : running) {
      try {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return running;
  }
}
