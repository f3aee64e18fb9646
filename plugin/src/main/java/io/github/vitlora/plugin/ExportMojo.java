package io.github.vitlora.plugin;

import io.github.vitlora.launch.Workers;
import io.github.vitlora.result.ExportSummary;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.run.TrainedTrials;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/**
 * Writes a trained trial in the formats of other libraries: LoRA adapters and head as PEFT keeps
 * them, the whole network, adapters folded in, as timm keeps it, and a model card.
 */
@Mojo(name = "export", requiresProject = false, aggregator = true, threadSafe = true)
public final class ExportMojo extends AbstractTrainedMojo {

  /** Folder to write to; {@code <vitlora.work>/<experiment>/<trial>/export} by default. */
  @Parameter(property = "vitlora.export")
  private File export;

  /** Whether the whole network is also written as one TorchScript file, {@code model.pt}. */
  @Parameter(property = "vitlora.torchScript", defaultValue = "false")
  private boolean torchScript;

  /**
   * Made by Maven.
   *
   * @param repositorySystem resolves libtorch for this platform
   */
  @Inject
  public ExportMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  @Override
  void use(TrainedTrials trained, TrialResult chosen)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    Path folder = output(export, trained, chosen, "export");
    ExportSummary summary =
        new Workers(workerSettings()).export(trained.folderOf(chosen), torchScript, folder);
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
