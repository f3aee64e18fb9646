package io.github.vitlora.fork;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.experiment.TrialJson;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs each trial in a JVM of its own. The child ends with its parent, however that ends: it reads
 * a pipe that only the parent holds open.
 */
public final class ForkedTrialLauncher implements TrialLauncher {
  private static final int LOG_LINES_IN_MESSAGE = 5;

  private final ForkSettings settings;

  /** Prepares to launch trials. */
  public ForkedTrialLauncher(ForkSettings settings) {
    this.settings = settings;
  }

  @Override
  public TrialResult launch(Trial trial, TrialFolder folder, TrialFollower follower)
      throws IOException, InterruptedException {
    Files.createDirectories(folder.path());
    // An earlier result stays: the trial's process knows whether it still holds.
    Files.deleteIfExists(folder.log());
    Files.writeString(folder.input(), TrialJson.write(trial));
    long start = System.nanoTime();
    Observed observed = new Observed(follower);
    Process process = new TrialProcess(settings, folder).start();
    Thread endWithParent = new Thread(process::destroyForcibly, "vitlora-end-of-trial");
    Runtime.getRuntime().addShutdownHook(endWithParent);
    int exit;
    try {
      follow(process, folder, observed);
      exit = process.waitFor();
    } finally {
      end(process);
      Runtime.getRuntime().removeShutdownHook(endWithParent);
    }
    if (exit == 0 && Files.exists(folder.result())) {
      return ResultStore.readTrial(folder.result());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    TrialResult failure = observed.failure(trial, message(exit, folder), seconds);
    ResultStore.writeTrial(folder.result(), failure);
    return failure;
  }

  private static void follow(Process process, TrialFolder folder, Observed observed)
      throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<TrialEvent> event = EventStream.read(line);
        if (event.isPresent()) {
          observed.happened(event.get());
        } else {
          Files.writeString(
              folder.log(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
      }
    }
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private static String message(int exit, TrialFolder folder) throws IOException {
    // A process that a signal ended exits with 128 and the signal's number.
    String cause =
        exit > 128 ? "its JVM was ended by signal " + (exit - 128) : "its JVM exited with " + exit;
    return cause + ". " + lastLines(folder.log()) + "The whole log is " + folder.log();
  }

  private static String lastLines(Path log) throws IOException {
    if (Files.notExists(log)) {
      return "";
    }
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    List<String> last =
        lines.subList(Math.max(0, lines.size() - LOG_LINES_IN_MESSAGE), lines.size());
    return last.isEmpty() ? "" : "It last said:\n  " + String.join("\n  ", last) + "\n";
  }

  /** What a trial told of itself, kept in case it cannot tell its result. */
  private static final class Observed implements TrialFollower {
    private final TrialFollower next;
    private final List<EpochResult> epochs = new ArrayList<>();
    private long trainable;
    private long total;

    Observed(TrialFollower next) {
      this.next = next;
    }

    @Override
    public void happened(TrialEvent event) {
      if (event instanceof TrialEvent.Started started) {
        trainable = started.trainableParameters();
        total = started.totalParameters();
      } else if (event instanceof TrialEvent.EpochEnded ended) {
        epochs.add(ended.result());
      } else if (event instanceof TrialEvent.Resumed resumed) {
        epochs.addAll(resumed.finished());
      }
      next.happened(event);
    }

    TrialResult failure(Trial trial, String message, double seconds) {
      return new TrialResult(
          trial.id(),
          trial.regime().key(),
          rank(trial),
          trial.regime().label(),
          trial.seed(),
          TrialStatus.FAILED,
          Optional.of(message),
          trainable,
          total,
          Optional.empty(),
          epochs,
          Optional.empty(),
          epochs.stream().mapToDouble(EpochResult::trainSeconds).sum(),
          seconds,
          Optional.empty(),
          Optional.empty());
    }

    private static Optional<Integer> rank(Trial trial) {
      return trial.regime().rankIfAny().stream().boxed().findFirst();
    }
  }
}
