package io.github.vitlora.worker;

import ai.djl.ndarray.NDManager;
import io.github.vitlora.attention.AttentionStudy;
import io.github.vitlora.export.ImageClassifier;
import io.github.vitlora.export.TrialExport;
import io.github.vitlora.fingerprint.CodeVersion;
import io.github.vitlora.inspection.Inspection;
import io.github.vitlora.inspection.Inspector;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.Json;
import io.github.vitlora.job.EventStream;
import io.github.vitlora.job.ExitCode;
import io.github.vitlora.job.Job;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.result.ImagePrediction;
import io.github.vitlora.result.Predictions;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.source.Sources;
import io.github.vitlora.train.SavedTrial;
import io.github.vitlora.train.TrainedModel;
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

/**
 * Does one {@link Job} in a process of its own. Events go to the standard output, everything else
 * to the standard error. A worker ends with its job, or with the process that holds the other end
 * of its standard input; {@link ExitCode} says how it ended.
 */
public final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final Consumer<TrialEvent> events;
  private final Sources sources;

  private Worker(Job job, Consumer<TrialEvent> events) {
    this.events = events;
    sources = new Sources(job.settings().sources());
  }

  /**
   * Does the job.
   *
   * @param arguments a file that holds a {@link Job} as JSON
   */
  public static void main(String[] arguments) {
    PrintStream output =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Whatever a library prints goes to the log; the stream is for events.
    System.setOut(System.err);
    Thread watch = new Thread(Worker::awaitEndOfParent, "vitlora-parent-watch");
    watch.setDaemon(true);
    watch.start();
    ExitCode exit = work(Path.of(arguments[0]), e -> output.println(EventStream.write(e)));
    // Threads of native libraries must not keep the process alive.
    System.exit(exit.code());
  }

  /** Ends this process with the one that launched it, however that ends. */
  private static void awaitEndOfParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent never writes; the stream ends when the parent does.
      }
    } catch (IOException e) {
      // A broken pipe says the same as its end.
    }
    System.err.println("The launching process is gone; this one ends with it");
    // At once: the next run may be about to work in this folder. Native code that is running may
    // crash on the way out, which is of no consequence any more.
    Runtime.getRuntime().halt(ExitCode.PARENT_GONE.code());
  }

  private static ExitCode work(Path file, Consumer<TrialEvent> events) {
    try {
      Job job = Job.read(Files.readString(file));
      Libtorch.prepare(job.settings());
      new Worker(job, events).work(job);
      return ExitCode.DONE;
    } catch (Exception | Error e) {
      LOG.error("The job could not be done", e);
      events.accept(Failures.of(e));
      return ExitCode.FAILED;
    }
  }

  private void work(Job job) throws IOException, InterruptedException {
    if (job instanceof Job.Train train) {
      new TrialExecution(train, events).run();
    } else if (job instanceof Job.Attend attend) {
      attend(attend);
    } else if (job instanceof Job.Export export) {
      export(export);
    } else if (job instanceof Job.Predict predict) {
      predict(predict);
    } else if (job instanceof Job.Inspect inspect) {
      inspect(inspect);
    }
  }

  private void attend(Job.Attend job) throws IOException {
    List<SavedTrial> trials = new ArrayList<>();
    for (TrialFolder folder : job.trials()) {
      trials.add(SavedTrial.open(folder, sources));
    }
    ResultStore.writeAttention(
        job.results(),
        new AttentionStudy(trials, sources, events)
            .make(job.spec(), job.files(), Job.Attend.pictures(job.folder())));
  }

  private void inspect(Job.Inspect job) throws IOException, InterruptedException {
    Inspector inspector =
        Inspector.open(
            job.dataset(), sources, job.settings().cropCacheBytes(), CodeVersion.current());
    int all = inspector.images();
    Inspection found =
        inspector.look(
            job.settings().threads(), seen -> events.accept(new TrialEvent.Inspected(seen, all)));
    AtomicFile.write(job.results(), Json.bytes(found));
  }

  private void export(Job.Export job) throws IOException {
    SavedTrial saved = SavedTrial.open(job.trial(), sources);
    try (NDManager manager = NDManager.newBaseManager(TrialDevice.choose(job.settings().device()));
        TrainedModel model = TrainedModel.load(manager, saved)) {
      TrialExport.write(saved, model, job.torchScript(), job.output());
    }
  }

  private void predict(Job.Predict job) throws IOException {
    SavedTrial saved = SavedTrial.open(job.trial(), sources);
    try (NDManager manager = NDManager.newBaseManager(TrialDevice.choose(job.settings().device()));
        TrainedModel model = TrainedModel.load(manager, saved)) {
      List<ImagePrediction> images =
          new ImageClassifier(model, saved.trial(), saved.classNames(), job.top())
              .classify(job.images(), () -> events.accept(new TrialEvent.Alive()));
      ResultStore.writePredictions(
          job.output(),
          new Predictions(
              Predictions.SCHEMA, saved.trial().experiment(), saved.trial().id(), images));
    }
  }
}
