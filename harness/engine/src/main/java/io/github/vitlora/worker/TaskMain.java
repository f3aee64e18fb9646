package io.github.vitlora.worker;

import io.github.vitlora.job.EventStream;
import io.github.vitlora.job.SourceProperties;
import io.github.vitlora.job.TrainedTrialTask;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.source.Sources;
import io.github.vitlora.train.SavedTrial;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of a JVM that does something with a trained trial: its one argument is the task. */
public final class TaskMain {
  private static final Logger LOG = LoggerFactory.getLogger(TaskMain.class);

  private TaskMain() {}

  /**
   * Does the task.
   *
   * @param arguments a file that holds a {@link TrainedTrialTask} as JSON
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream events =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Whatever a library prints goes to the log; the stream is for events.
    System.setOut(System.err);
    ParentWatch.startIfAsked();
    TrainedTrialTask task =
        TrainedTrialTask.JSON.readValue(
            Files.readString(Path.of(arguments[0])), TrainedTrialTask.class);
    try {
      Libtorch.require();
      SavedTrial saved =
          SavedTrial.open(
              new TrialFolder(Path.of(task.trial())), new Sources(SourceProperties.read()));
      if (task instanceof TrainedTrialTask.Export export) {
        ExportTask.run(saved, export.torchScript(), Path.of(export.output()));
      } else if (task instanceof TrainedTrialTask.Predict predict) {
        PredictTask.run(
            saved, predict, () -> events.println(EventStream.write(new TrialEvent.Alive())));
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.error("The task could not be done", e);
      events.println(EventStream.write(Faults.of(e).event()));
      System.exit(1);
    }
    // Threads of native libraries must not keep the process alive.
    System.exit(0);
  }
}
