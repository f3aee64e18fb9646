package io.github.vitlora.plugin;

import io.github.vitlora.result.TrialResult;
import io.github.vitlora.run.TrainedTrials;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/** What the goals that use a trained trial have in common. */
abstract class AbstractTrainedMojo extends AbstractTrainingMojo {

  /**
   * The experiment whose trials were trained: its name, or a descriptor as {@code compare} takes
   * it.
   */
  @Parameter(property = "vitlora.experiment", defaultValue = "quickstart")
  private String experiment;

  /** Folder of descriptors. */
  @Parameter(property = "vitlora.experiments", defaultValue = "${basedir}/experiments")
  private File experiments;

  /**
   * The trained trial to use, {@code lora-r8-seed1} for example; by default the one that did best
   * on validation images.
   */
  @Parameter(property = "vitlora.trial")
  private String trial;

  AbstractTrainedMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  @Override
  final void run() throws IOException, MojoExecutionException, MojoFailureException {
    warnOfChoice("vitlora.trial names the trained one to use");
    TrainedTrials trained = TrainedTrials.find(work(), experimentName());
    TrialResult chosen = choose(trained);
    try {
      use(trained, chosen);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("Interrupted; the running process was ended", e);
    }
  }

  /** Does what the goal is for. */
  abstract void use(TrainedTrials trained, TrialResult chosen)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException;

  /** A trained experiment's descriptor may have gone; its name is all that is needed. */
  private String experimentName() throws MojoFailureException {
    boolean name = experiment.matches("[A-Za-z0-9._-]+");
    if (name && Files.isDirectory(work().resolve(experiment))) {
      return experiment;
    }
    return new DescriptorFinder(baseDirectory(), experiments.toPath())
        .read(experiment, this::property)
        .name();
  }

  private TrialResult choose(TrainedTrials trained) throws MojoFailureException {
    try {
      TrialResult chosen = trial == null ? trained.best() : trained.named(trial);
      getLog()
          .info(
              String.format(
                  Locale.ROOT,
                  "Trial %s of '%s'%s%s",
                  chosen.id(),
                  trained.experiment(),
                  trial == null && trained.completed().size() > 1
                      ? ", the best on validation images of " + trained.completed().size()
                      : "",
                  chosen
                      .test()
                      .map(
                          t ->
                              String.format(
                                  Locale.ROOT, " (test accuracy %.1f %%)", 100 * t.accuracy()))
                      .orElse("")));
      return chosen;
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException("vitlora.trial: " + e.getMessage(), e);
    }
  }

  /** The folder that a parameter names, or else one in the trial's own. */
  static Path output(File given, TrainedTrials trained, TrialResult chosen, String usual) {
    return given == null ? trained.folderOf(chosen).path().resolve(usual) : given.toPath();
  }
}
