package io.github.vitlora.run;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.FileLock;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.judge.Reproduction;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.file.PathUtils;

/**
 * Trains the trials of earlier results again and compares. It works in a folder of its own, so that
 * nothing trained before can be taken over; only an interrupted reproduction of the same results is
 * gone on with.
 */
public final class ReproductionRun {
  private static final String UNFINISHED = "reproducing.json";

  private final Workers workers;
  private final Sources sources;
  private final Path work;
  private final RunListener listener;

  /**
   * Prepares to reproduce results.
   *
   * @param workers run the trials
   * @param sources fetches weights and data before the first trial starts
   * @param work trials keep their files in {@code <work>/<experiment>/<trial>/}; what an earlier
   *     reproduction left there is deleted
   * @param listener told of what happens
   */
  public ReproductionRun(Workers workers, Sources sources, Path work, RunListener listener) {
    this.workers = workers;
    this.sources = sources;
    this.work = work;
    this.listener = listener;
  }

  /**
   * Reads the experiment that results carry.
   *
   * @throws IllegalArgumentException when they carry none, or one that this version cannot read
   */
  public static Experiment experiment(ExperimentResults results) {
    return ExperimentJson.read(
        results
            .descriptor()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "these results carry no descriptor: an earlier version wrote them. Run the"
                            + " experiment again with this one")));
  }

  /**
   * Trains the chosen trials once more. Those that could not run to their end are left out, unless
   * their loss diverged.
   *
   * @param reference the results to be reproduced
   * @param selection which of their trials to repeat
   * @param tolerance largest distance that is not called different: absolute for accuracies,
   *     relative for losses
   * @throws IOException when a source cannot be had or a file not be written
   * @throws InterruptedException when the calling thread is interrupted; the running trial is ended
   * @throws IllegalArgumentException when there is nothing to repeat, or the selection names a
   *     trial that does not exist
   */
  public Reproduction run(ExperimentResults reference, TrialSelection selection, double tolerance)
      throws IOException, InterruptedException {
    Experiment experiment = experiment(reference);
    TrialSelection repeatable = repeatable(reference, selection.choose(experiment.trials()));
    Path folder = work.resolve(experiment.name());
    // Not in the folder itself, which may be deleted; a name that no experiment can have.
    FileLock lock =
        FileLock.ofFolder(
            work.resolve("." + experiment.name()), PropertyNames.WORK, listener::preparing);
    try {
      begin(reference, folder);
      ExperimentResults repeated =
          new ExperimentRun(workers, sources, work, listener).train(experiment, repeatable);
      Files.delete(folder.resolve(UNFINISHED));
      return Reproduction.of(reference, repeated, tolerance);
    } finally {
      lock.close();
    }
  }

  private static TrialSelection repeatable(ExperimentResults reference, List<Trial> chosen) {
    List<String> ran =
        reference.trials().stream()
            .filter(trial -> trial.status() != TrialStatus.FAILED)
            .map(TrialResult::id)
            .toList();
    List<String> ids = chosen.stream().map(Trial::id).filter(ran::contains).toList();
    if (ids.isEmpty()) {
      throw new IllegalArgumentException(
          "there is nothing to reproduce: of the chosen trials none ran to its end. Those that did: "
              + (ran.isEmpty() ? "none" : String.join(", ", ran)));
    }
    return new TrialSelection(ids);
  }

  /** Leaves the folder as an interrupted reproduction of the same results left it, or empty. */
  private static void begin(ExperimentResults reference, Path folder) throws IOException {
    Path unfinished = folder.resolve(UNFINISHED);
    boolean goesOn =
        Files.exists(unfinished) && ResultStore.readExperiment(unfinished).equals(reference);
    if (!goesOn && Files.exists(folder)) {
      PathUtils.deleteDirectory(folder);
    }
    ResultStore.writeExperiment(unfinished, reference);
  }
}
