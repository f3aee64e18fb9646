package io.github.vitlora.plugin.option;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.run.TrainedTrials;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.maven.plugin.MojoFailureException;

/**
 * Finds the trained trial that a goal uses.
 *
 * @param experiment whose trials were trained
 * @param trial its id; null chooses the one that did best on validation images
 * @param work folder that the trials were trained in
 */
public record TrainedTrialChoice(ExperimentChoice experiment, String trial, Path work) {

  /** Finds the trial, and says in the log which it is. */
  public TrialFolder find() throws IOException, MojoFailureException {
    TrainedTrials trained = TrainedTrials.find(work, experimentName());
    try {
      TrialResult chosen = trial == null ? trained.best() : trained.named(trial);
      experiment.build().log().info(describe(chosen, trained));
      return trained.folderOf(chosen);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(PropertyNames.TRIAL + ": " + e.getMessage(), e);
    }
  }

  /** Returns the experiment's name, which is all that is needed: its descriptor may have gone. */
  private String experimentName() throws MojoFailureException {
    String given = experiment.experiment();
    boolean name = given.matches("[A-Za-z0-9._-]+");
    return name && Files.isDirectory(work.resolve(given)) ? given : experiment.read().name();
  }

  private String describe(TrialResult chosen, TrainedTrials trained) {
    return String.format(
        Locale.ROOT,
        "Trial %s of '%s'%s%s",
        chosen.id(),
        trained.experiment(),
        trial == null && trained.completed().size() > 1
            ? ", the best on validation images of " + trained.completed().size()
            : "",
        chosen
            .test()
            .map(t -> String.format(Locale.ROOT, " (test accuracy %.1f %%)", 100 * t.accuracy()))
            .orElse(""));
  }

  /** Returns the folder that a parameter names, or else one in the trial's own. */
  public static Path output(File given, TrialFolder trial, String usual) {
    return given == null ? trial.path().resolve(usual) : given.toPath();
  }
}
