package io.github.vitlora.plugin;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.run.Pretraining;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/**
 * Trains a network from random weights, as a descriptor says, and leaves it as a backbone that
 * other experiments start from. The descriptor has one regime, full fine-tuning, and one seed; its
 * data set may be drawn fractals or ask for a pretext task, which need no labels.
 */
@Mojo(name = "pretrain", requiresProject = false, aggregator = true, threadSafe = true)
public final class PretrainMojo extends AbstractExperimentMojo {

  /**
   * The file that the backbone goes to, in safetensors; {@code
   * <vitlora.work>/<experiment>/backbone.safetensors} by default.
   */
  @Parameter(property = "vitlora.backbone")
  private File backbone;

  /**
   * Made by Maven.
   *
   * @param repositorySystem resolves libtorch for this platform, and sources that are Maven
   *     artifacts
   */
  @Inject
  public PretrainMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  @Override
  void run() throws IOException, MojoExecutionException, MojoFailureException {
    Experiment experiment = experiment();
    Pretraining pretraining = pretraining(experiment);
    List<TrialResult> trials = compare(experiment).trials();
    if (trials.isEmpty()) {
      getLog().info("No backbone: its one trial is in another shard");
      return;
    }
    TrialResult trained = trials.get(0);
    Path file =
        Optional.ofNullable(backbone)
            .map(File::toPath)
            .orElseGet(() -> work().resolve(experiment.name()).resolve("backbone.safetensors"));
    pretraining.publish(work(), file);
    getLog()
        .info(
            "Backbone: "
                + file
                + " ("
                + Files.size(file)
                + " bytes, sha256 "
                + trained.savedSha256().orElseThrow()
                + ")");
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
