package io.github.vitlora.worker;

import io.github.vitlora.attention.AttentionStudy;
import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.job.AttentionFolder;
import io.github.vitlora.job.AttentionRequest;
import io.github.vitlora.job.EventStream;
import io.github.vitlora.job.SourceProperties;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.source.Sources;
import io.github.vitlora.train.SavedTrial;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of the JVM that looks at trained models: its one argument is its folder. */
public final class AttentionMain {
  private static final Logger LOG = LoggerFactory.getLogger(AttentionMain.class);

  private AttentionMain() {}

  /**
   * Does what {@code request.json} asks for, and leaves pictures and {@code attention.json}.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) {
    PrintStream events =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Whatever a library prints goes to the log; the stream is for events.
    System.setOut(System.err);
    ParentWatch.startIfAsked();
    AttentionFolder folder = new AttentionFolder(Path.of(arguments[0]));
    int exit = 0;
    try {
      Libtorch.require();
      look(folder, event -> events.println(EventStream.write(event)));
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.error("The models could not be looked at", e);
      events.println(EventStream.write(Faults.of(e).withLog(folder.log()).event()));
      exit = 1;
    }
    // Threads of native libraries must not keep a finished process alive.
    System.exit(exit);
  }

  private static void look(AttentionFolder folder, Consumer<TrialEvent> events) throws IOException {
    AttentionRequest request = AttentionRequest.read(Files.readString(folder.request()));
    Sources sources = new Sources(SourceProperties.read());
    List<SavedTrial> trials = new ArrayList<>();
    for (TrialFolder trial : request.folders()) {
      trials.add(SavedTrial.open(trial, sources));
    }
    List<ImageFile> files =
        request.files().stream().map(f -> new ImageFile(Path.of(f.path()), f.name())).toList();
    ResultStore.writeAttention(
        folder.results(),
        new AttentionStudy(trials, sources, events).make(request.spec(), files, folder.pictures()));
  }
}
