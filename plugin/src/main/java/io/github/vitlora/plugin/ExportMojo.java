package io.github.vitlora.plugin;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.plugin.option.TrainedTrialChoice;
import io.github.vitlora.result.ExportSummary;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes a trained trial in the formats of other libraries: LoRA adapters and head as PEFT keeps
 * them, the whole network, adapters folded in, as timm keeps it, and a model card.
 */
@Mojo(name = "export", requiresProject = false, aggregator = true, threadSafe = true)
public final class ExportMojo extends WorkerGoal {

  /**
   * The experiment whose trials were trained: its name, or a descriptor as {@code compare} takes
   * it.
   */
  @Parameter(property = PropertyNames.EXPERIMENT, defaultValue = "quickstart")
  private String experiment;

  /** Folder of descriptors. */
  @Parameter(property = PropertyNames.EXPERIMENTS, defaultValue = "${basedir}/experiments")
  private File experiments;

  /** The trained trial to use; by default the one that did best on validation images. */
  @Parameter(property = PropertyNames.TRIAL)
  private String trial;

  /** Folder to write to; {@code <vitlora.work>/<experiment>/<trial>/export} by default. */
  @Parameter(property = PropertyNames.EXPORT)
  private File export;

  /** Whether the whole network is also written as one TorchScript file, {@code model.pt}. */
  @Parameter(property = PropertyNames.TORCH_SCRIPT, defaultValue = "false")
  private boolean torchScript;

  @Override
  void run(MavenBuild build)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    TrialFolder trained =
        new TrainedTrialChoice(new ExperimentChoice(build, experiment, experiments), trial, work())
            .find();
    Path folder = TrainedTrialChoice.output(export, trained, "export");
    Workers workers = workers(build);
    ExportSummary summary = workers.export(trained, torchScript, folder);
    summary.adapter().ifPresent(path -> getLog().info("Adapter for PEFT: " + folder.resolve(path)));
    getLog().info("Merged network for timm: " + folder.resolve(summary.merged()));
    summary
        .torchScript()
        .ifPresent(path -> getLog().info("Merged network in TorchScript: " + folder.resolve(path)));
    getLog().info("Model card: " + folder.resolve(summary.card()));
    getLog()
        .info(
            String.format(
                Locale.ROOT,
                "Merged and trained logits differ by at most %.1e (largest logit %.1f, %d images of"
                    + " noise)",
                summary.largestDifference(),
                summary.largestLogit(),
                summary.checkImages()));
  }
}
