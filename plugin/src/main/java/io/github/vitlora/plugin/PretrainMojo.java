package io.github.vitlora.plugin;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.run.Pretraining;
import io.github.vitlora.run.TrialSelection;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Trains a network from random weights, as a descriptor says, and leaves it as a backbone that
 * other experiments start from. The descriptor has one regime, full fine-tuning, and one seed; its
 * data set may be drawn fractals or ask for a pretext task, which need no labels.
 */
@Mojo(name = "pretrain", requiresProject = false, aggregator = true, threadSafe = true)
public final class PretrainMojo extends TrainingGoal {

  /** A descriptor: a path, or a name in {@code vitlora.experiments} or of a built-in experiment. */
  @Parameter(property = PropertyNames.EXPERIMENT, defaultValue = "quickstart")
  private String experiment;

  /** Folder of descriptors. */
  @Parameter(property = PropertyNames.EXPERIMENTS, defaultValue = "${basedir}/experiments")
  private File experiments;

  /**
   * The file that the backbone goes to, in safetensors; {@code
   * <vitlora.work>/<experiment>/backbone.safetensors} by default.
   */
  @Parameter(property = PropertyNames.BACKBONE)
  private File backbone;

  /** Where reports go: {@code <reports>/<experiment>/index.html}. */
  @Parameter(property = PropertyNames.REPORTS, defaultValue = "${basedir}/reports")
  private File reports;

  @Override
  void run(MavenBuild build)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    Experiment chosen = new ExperimentChoice(build, experiment, experiments).read();
    Pretraining pretraining = pretraining(chosen);
    TrialResult trained =
        new Training(build, allSources(), trainingOptions())
            .compare(chosen, TrialSelection.ALL, work(), reports.toPath(), Optional.empty())
            .trials()
            .get(0);
    Path file =
        backbone == null
            ? work().resolve(chosen.name()).resolve("backbone.safetensors")
            : backbone.toPath();
    pretraining.publish(work(), file);
    getLog()
        .info(
            "Backbone: %s (%d bytes, sha256 %s)"
                .formatted(file, Files.size(file), trained.savedSha256().orElseThrow()));
  }

  private static Pretraining pretraining(Experiment experiment) throws MojoFailureException {
    try {
      return Pretraining.of(experiment);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(
          "Experiment '" + experiment.name() + "' pretrains nothing: " + e.getMessage(), e);
    }
  }
}
