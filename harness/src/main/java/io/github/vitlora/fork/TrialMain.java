package io.github.vitlora.fork;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.experiment.TrialJson;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Entry point of a trial's JVM: its one argument is the trial's folder. */
public final class TrialMain {
  /** Set where the launching process holds the other end of standard input. */
  static final String END_WITH_PARENT = "vitlora.endWithParent";

  private static final int PARENT_IS_GONE = 75;

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
    if (Boolean.getBoolean(END_WITH_PARENT)) {
      endWithParent();
    }
    TrialFolder folder = new TrialFolder(Path.of(arguments[0]));
    Trial trial = TrialJson.read(Files.readString(folder.input()));
    new TrialExecution(trial, folder, start, events).run();
    // Threads of native libraries must not keep a finished trial alive.
    System.exit(0);
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
              System.err.println("The launching process is gone; this trial ends with it");
              // At once: the next run may be about to work in this folder. Native code that is
              // running may crash on the way out, which is of no consequence any more.
              Runtime.getRuntime().halt(PARENT_IS_GONE);
            },
            "vitlora-parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
