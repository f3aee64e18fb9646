package io.github.vitlora.worker;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.experiment.TrialJson;
import io.github.vitlora.job.TrialFolder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Entry point of a trial's JVM: its one argument is the trial's folder. */
public final class TrialMain {
  private TrialMain() {}

  /**
   * Runs the trial that {@code trial.json} describes and leaves {@code result.json}.
   *
   * @param arguments the trial's folder
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long start = System.nanoTime();
    PrintStream events =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Whatever a library prints goes to the log; the stream is for events.
    System.setOut(System.err);
    ParentWatch.startIfAsked();
    TrialFolder folder = new TrialFolder(Path.of(arguments[0]));
    Trial trial = TrialJson.read(Files.readString(folder.input()));
    new TrialExecution(trial, folder, start, events).run();
    // Threads of native libraries must not keep a finished trial alive.
    System.exit(0);
  }
}
