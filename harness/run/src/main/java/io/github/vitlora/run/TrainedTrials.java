package io.github.vitlora.run;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.io.Suggestions;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.result.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds the completed trials that earlier runs of an experiment left.
 *
 * @param experiment its name
 * @param folder that has a folder for each trial
 * @param completed their results, by id
 */
public record TrainedTrials(String experiment, Path folder, List<TrialResult> completed) {
  /** Copies the results. */
  public TrainedTrials {
    completed = List.copyOf(completed);
  }

  /**
   * Finds the completed trials.
   *
   * @param work that the experiment ran in
   */
  public static TrainedTrials find(Path work, String experiment) throws IOException {
    Path folder = work.resolve(experiment);
    List<TrialResult> completed = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        for (Path one : inside.sorted().toList()) {
          new TrialFolder(one).completed().ifPresent(completed::add);
        }
      }
    }
    return new TrainedTrials(experiment, folder, completed);
  }

  /**
   * Returns the trial of this id.
   *
   * @throws IllegalArgumentException when there is none; the message lists those there are
   */
  public TrialResult named(String id) {
    return completed.stream()
        .filter(trial -> trial.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No trained trial is named '"
                        + id
                        + "'"
                        + (Suggestions.hint(id, ids()) + ".").replace("?.", "?")
                        + " "
                        + available()));
  }

  /**
   * Returns the trial that did best on validation images, never on test images; among equals, the
   * one that keeps fewer bytes. A single trial needs no validation images.
   *
   * @throws IllegalArgumentException when there is none, or no way to choose
   */
  public TrialResult best() {
    if (completed.size() == 1) {
      return completed.get(0);
    }
    return completed.stream()
        .filter(trial -> trial.metric(Metric.VALIDATION_ACCURACY).isPresent())
        .min(
            Comparator.<TrialResult>comparingDouble(
                    trial -> -trial.metric(Metric.VALIDATION_ACCURACY).getAsDouble())
                .thenComparingLong(trial -> trial.savedBytes().orElse(Long.MAX_VALUE)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    completed.isEmpty()
                        ? available()
                        : "No trial has validation images to choose by: name one. " + available()));
  }

  /** Returns where a trial's files are. */
  public TrialFolder folderOf(TrialResult trial) {
    return new TrialFolder(folder.resolve(trial.id()));
  }

  private List<String> ids() {
    return completed.stream().map(TrialResult::id).toList();
  }

  private String available() {
    return completed.isEmpty()
        ? "Experiment '%s' has no trained trial in %s: run vitlora:compare first, with the same %s"
            .formatted(experiment, folder, PropertyNames.WORK)
        : "Trained are: " + String.join(", ", ids());
  }
}
