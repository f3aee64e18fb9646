package io.github.vitlora.run;

import io.github.vitlora.dataset.Dataset;
import io.github.vitlora.dataset.ImageChoice;
import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.FileLock;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.job.Job;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.report.AllureReport;
import io.github.vitlora.result.AttentionFigures;
import io.github.vitlora.result.AttentionResults;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Looks at the attention of an experiment's trained models, and shows it in the report. */
public final class AttentionRun {
  private final Workers workers;
  private final Path work;
  private final RunListener listener;

  /**
   * Prepares to look.
   *
   * @param workers compute the maps
   * @param work where the trials have kept their weights: {@code <work>/<experiment>/<trial>/}
   * @param listener told of what happens
   */
  public AttentionRun(Workers workers, Path work, RunListener listener) {
    this.workers = workers;
    this.work = work;
    this.listener = listener;
  }

  /**
   * Makes the maps of an experiment whose trials have been trained, and writes its report anew with
   * them.
   *
   * @param selection which trials are looked at
   * @param spec which test images are shown
   * @param files shown after them
   * @param reportFolder where the report goes
   * @throws IOException when the maps could not be made or a file not be written
   * @throws IllegalArgumentException when no trial of the experiment has been trained
   */
  public ExperimentResults run(
      Experiment experiment,
      TrialSelection selection,
      AttentionSpec spec,
      List<ImageFile> files,
      Path reportFolder)
      throws IOException, InterruptedException {
    AllureReport.prepare(reportFolder);
    Path folder = work.resolve(experiment.name());
    FileLock lock = FileLock.ofFolder(folder, PropertyNames.WORK, listener::preparing);
    try {
      ExperimentResults trained = trained(folder);
      List<String> chosen = selection.choose(experiment.trials()).stream().map(Trial::id).toList();
      List<TrialResult> completed =
          completed(trained).stream().filter(trial -> chosen.contains(trial.id())).toList();
      if (completed.isEmpty()) {
        throw new IllegalArgumentException(
            "no trial of it has been trained to its end in " + folder);
      }
      ExperimentResults results = look(trained, completed, spec, files);
      new AllureReport()
          .write(
              experiment,
              results,
              new TrialMaterial(folder)
                  .withPicturesOf(reportFolder)
                  .withAttention(Job.Attend.pictures(Job.Attend.folder(folder))),
              reportFolder);
      return results;
    } finally {
      lock.close();
    }
  }

  private static ExperimentResults trained(Path folder) {
    Path file = folder.resolve(ResultStore.FILE);
    if (Files.notExists(file)) {
      throw new IllegalArgumentException("none of its trials has been trained in " + folder);
    }
    return ResultStore.readExperiment(file);
  }

  /**
   * Makes the maps, and adds the figures to the results. Trials that did not complete are left out.
   */
  ExperimentResults look(ExperimentResults results, AttentionSpec spec)
      throws IOException, InterruptedException {
    List<TrialResult> completed = completed(results);
    return completed.isEmpty() ? results : look(results, completed, spec, List.of());
  }

  private ExperimentResults look(
      ExperimentResults results,
      List<TrialResult> completed,
      AttentionSpec spec,
      List<ImageFile> files)
      throws IOException, InterruptedException {
    Path folder = work.resolve(results.experiment());
    List<TrialFolder> trials =
        completed.stream().map(t -> new TrialFolder(folder.resolve(t.id()))).toList();
    AttentionResults attention =
        workers.attend(trials, spec, files, Job.Attend.folder(folder), telling(completed.size()));
    return results.withAttention(attention.figures());
  }

  /** Says which model is looked at, and how many of the trials that makes. */
  private Consumer<TrialEvent> telling(int trials) {
    AtomicInteger looked = new AtomicInteger();
    return event -> {
      if (event instanceof TrialEvent.LookedAt at) {
        String which =
            at.model().equals(AttentionFigures.PRETRAINED)
                ? "the pretrained model"
                : at.model() + " (" + looked.incrementAndGet() + " of " + trials + ")";
        listener.preparing("Attention: " + which);
      }
    };
  }

  private static List<TrialResult> completed(ExperimentResults results) {
    return results.trials().stream().filter(t -> t.status() == TrialStatus.COMPLETED).toList();
  }

  /**
   * Makes sure, before hours of training, that the test images that a descriptor names are there.
   *
   * @throws io.github.vitlora.dataset.DatasetException if one is not
   */
  static void check(Experiment experiment, Dataset dataset) {
    long seed = experiment.seeds().get(0);
    experiment
        .attention()
        .ifPresent(
            spec -> ImageChoice.of(spec, dataset.splits(seed).test(), new RandomStreams(seed)));
  }
}
