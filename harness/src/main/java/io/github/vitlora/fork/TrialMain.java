package io.github.vitlora.fork;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.experiment.TrialJson;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.source.Sources;
import io.github.vitlora.train.TrialOutcome;
import io.github.vitlora.train.TrialRun;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of a trial's JVM: its one argument is the trial's folder. */
public final class TrialMain {
  private static final int PARENT_IS_GONE = 75;

  private TrialMain() {}

  /**
   * Runs the trial that {@code trial.json} describes and leaves {@code result.json}.
   *
   * @param arguments the trial's folder
   */
  public static void main(String[] arguments) throws IOException {
    long start = System.nanoTime();
    PrintStream events =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Whatever a library prints goes to the log; the stream is for events.
    System.setOut(System.err);
    endWithParent();
    TrialFolder folder = new TrialFolder(Path.of(arguments[0]));
    Trial trial = TrialJson.read(Files.readString(folder.input()));
    PeakMemory memory = PeakMemory.watch();
    TrialReport report = new TrialReport(trial, start, memory);
    TrialResult result = run(trial, folder, report, events);
    ResultStore.writeTrial(folder.result(), result);
    // Threads of native libraries must not keep a finished trial alive.
    System.exit(0);
  }

  private static TrialResult run(
      Trial trial, TrialFolder folder, TrialReport report, PrintStream events) throws IOException {
    try {
      Sources sources = new Sources(SourceProperties.read());
      EventSender sender = new EventSender(report, events);
      TrialOutcome outcome = TrialRun.run(trial, sources, folder.weights(), sender);
      return report.ended(outcome);
    } catch (IOException | RuntimeException e) {
      Logger log = LoggerFactory.getLogger(TrialMain.class);
      log.error("The trial {} could not run", trial.id(), e);
      return report.failed(Optional.ofNullable(e.getMessage()).orElse(e.toString()));
    }
  }

  private static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // The parent never writes; the stream ends when the parent does.
                }
              } catch (IOException e) {
                // A broken pipe says the same as its end.
              }
              Runtime.getRuntime().halt(PARENT_IS_GONE);
            },
            "vitlora-parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
