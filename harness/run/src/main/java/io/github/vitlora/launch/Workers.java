package io.github.vitlora.launch;

import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.inspection.Inspection;
import io.github.vitlora.io.FileFaults;
import io.github.vitlora.io.Json;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.job.Job;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.job.TrialHistory;
import io.github.vitlora.report.table.PredictionTable;
import io.github.vitlora.result.AttentionResults;
import io.github.vitlora.result.ExportSummary;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.Predictions;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has jobs done, and brings back what came out. */
public final class Workers {
  /** Names the file of predictions for spreadsheets, beside {@link Predictions#FILE}. */
  public static final String PREDICTIONS_CSV = "predictions.csv";

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private final Launcher launcher;
  private final WorkerSettings settings;

  /** Prepares to have jobs done on this machine. */
  public Workers(WorkerSettings settings) {
    this(Launcher.named(LocalLauncher.NAME), settings);
  }

  /** Prepares to have jobs done by a launcher. */
  public Workers(Launcher launcher, WorkerSettings settings) {
    this.launcher = launcher;
    this.settings = settings;
  }

  /** Returns the number of threads that a worker computes with. */
  public int threads() {
    return settings.job().threads();
  }

  /**
   * Runs a trial to its end. A trial that cannot run, or whose worker dies, is a result too.
   *
   * @param folder where its files go; made when absent
   * @param events told of what the trial tells
   * @throws InterruptedException when the calling thread is interrupted; the trial is then ended
   */
  public TrialResult train(Trial trial, TrialFolder folder, Consumer<TrialEvent> events)
      throws InterruptedException {
    TrialHistory history = new TrialHistory(trial);
    TrialEvent.Failed failure;
    try {
      Optional<TrialEvent.Failed> failed =
          launcher.launch(
              new Job.Train(trial, folder, settings.job()),
              settings,
              event -> {
                history.happened(event);
                events.accept(event);
              });
      if (failed.isEmpty()) {
        return ResultStore.readTrial(folder.result());
      }
      failure = failed.get();
    } catch (IOException e) {
      FailureKind kind = e instanceof UnwritableException ? FailureKind.DISK : FailureKind.LAUNCH;
      failure = notLaunched(kind, FileFaults.text(e));
    } catch (ResultException e) {
      failure = notLaunched(FailureKind.LAUNCH, e.getMessage());
    }
    TrialResult result = history.failed(failure);
    // One of an earlier run may still hold, and the next run would want to take it over.
    if (folder.completed().isEmpty()) {
      keep(folder, result);
    }
    return result;
  }

  private static TrialEvent.Failed notLaunched(FailureKind kind, String why) {
    return new TrialEvent.Failed(
        kind, "it could not be launched, or its result not be read: " + why);
  }

  /** Keeps a failure; the disk may have no room for it, which the failure itself may say. */
  private static void keep(TrialFolder folder, TrialResult failed) {
    try {
      ResultStore.writeTrial(folder.result(), failed);
    } catch (ResultException e) {
      LOG.warn("A failure is not kept: {}", e.getMessage());
    }
  }

  /**
   * Looks at the attention of trained models.
   *
   * @param trials completed trials of one experiment
   * @param spec which test images are pictured
   * @param files images of no data set, pictured after those
   * @param folder where pictures and log go; what was in it before is deleted
   * @param events told of each model
   * @throws JobException when it failed, with the reason and where the log is
   * @throws InterruptedException when the calling thread is interrupted; the worker is then ended
   */
  public AttentionResults attend(
      List<TrialFolder> trials,
      AttentionSpec spec,
      List<ImageFile> files,
      Path folder,
      Consumer<TrialEvent> events)
      throws IOException, InterruptedException {
    try {
      FileUtils.deleteDirectory(folder.toFile());
    } catch (IOException e) {
      throw new UnwritableException(folder, PropertyNames.WORK, e);
    }
    Job.Attend job = new Job.Attend(trials, spec, files, folder.toAbsolutePath(), settings.job());
    launch(job, events);
    return ResultStore.readAttention(job.results());
  }

  /**
   * Looks at every image of a data set.
   *
   * @param folder where the log goes
   * @param events told of the number of images looked at
   * @throws JobException when it failed, with the reason and where the log is
   * @throws InterruptedException when the calling thread is interrupted; the worker is then ended
   */
  public Inspection inspect(DatasetSpec dataset, Path folder, Consumer<TrialEvent> events)
      throws IOException, InterruptedException {
    Job.Inspect job = new Job.Inspect(dataset, folder.toAbsolutePath(), settings.job());
    launch(job, events);
    return Json.strict().readValue(job.results().toFile(), Inspection.class);
  }

  /**
   * Writes a trained trial in other libraries' formats.
   *
   * @param trial a completed one
   * @param torchScript whether the network is also written as one TorchScript file
   * @param output folder to write to
   * @throws JobException when it cannot be done, saying why
   */
  public ExportSummary export(TrialFolder trial, boolean torchScript, Path output)
      throws IOException, InterruptedException {
    Path folder = output.toAbsolutePath();
    launch(new Job.Export(trial, torchScript, folder, settings.job()), event -> {});
    return ResultStore.readExport(folder.resolve(ExportSummary.FILE));
  }

  /**
   * Classifies images by a trained trial, and leaves {@code predictions.json} and {@code
   * predictions.csv}.
   *
   * @param trial a completed one
   * @param images files
   * @param top how many classes of each image are wanted
   * @param output folder to write to
   * @throws JobException when it cannot be done, saying why
   */
  public Predictions predict(TrialFolder trial, List<Path> images, int top, Path output)
      throws IOException, InterruptedException {
    Path json = output.toAbsolutePath().resolve(Predictions.FILE);
    List<Path> files = images.stream().map(Path::toAbsolutePath).toList();
    launch(new Job.Predict(trial, files, top, json, settings.job()), event -> {});
    Predictions predictions = ResultStore.readPredictions(json);
    Path csv = json.resolveSibling(PREDICTIONS_CSV);
    try {
      Files.writeString(csv, PredictionTable.csv(predictions));
    } catch (IOException e) {
      throw new UnwritableException(csv, e);
    }
    return predictions;
  }

  private void launch(Job job, Consumer<TrialEvent> events)
      throws IOException, InterruptedException {
    Optional<TrialEvent.Failed> failure = launcher.launch(job, settings, events);
    if (failure.isPresent()) {
      throw new JobException(failure.get());
    }
  }
}
