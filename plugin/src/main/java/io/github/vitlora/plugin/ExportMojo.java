package io.github.vitlora.plugin;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.plugin.option.SourceOptions;
import io.github.vitlora.plugin.option.TrainedTrialChoice;
import io.github.vitlora.plugin.option.WorkerOptions;
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
public final class ExportMojo extends Goal {

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

  /** Where trials keep logs, weights and results: {@code <work>/<experiment>/<trial>/}. */
  @Parameter(property = PropertyNames.WORK, defaultValue = "${basedir}/target/vitlora")
  private File work;

  /** Threads that a trial computes with; all cores by default. */
  @Parameter(property = PropertyNames.THREADS)
  private Integer threads;

  /** More arguments for the trials' JVMs, separated by blanks and quoted as in a shell. */
  @Parameter(property = PropertyNames.JVM_ARGS)
  private String jvmArgs;

  /**
   * {@code cpu}, {@code gpu} (needs {@code vitlora.libtorch}), or {@code auto}: a GPU where there
   * is one.
   */
  @Parameter(property = PropertyNames.DEVICE, defaultValue = "auto")
  private String device;

  /** Folder of another libtorch of the same version, one built for CUDA for example. */
  @Parameter(property = PropertyNames.LIBTORCH)
  private File libtorch;

  /** Seconds without a sign of life after which a trial is ended and has failed. */
  @Parameter(property = PropertyNames.TRIAL_TIMEOUT, defaultValue = "1800")
  private long trialTimeout;

  /** Where downloads and unpacked archives are kept; {@code ~/.cache/vitlora} by default. */
  @Parameter(property = PropertyNames.CACHE)
  private File cache;

  /** A mirror that is asked instead of the network: a folder or an address. */
  @Parameter(property = PropertyNames.HUB)
  private String hub;

  /** Asks nothing of the network, as Maven's {@code -o} does; what is missing is listed at once. */
  @Parameter(property = PropertyNames.OFFLINE, defaultValue = "false")
  private boolean offline;

  @Override
  void run(MavenBuild build)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    TrialFolder trained =
        new TrainedTrialChoice(new ExperimentChoice(build, experiment, experiments), trial, work)
            .find();
    Path folder = TrainedTrialChoice.output(export, trained, "export");
    Workers workers =
        new Workers(
            new WorkerOptions(threads, jvmArgs, device, libtorch, trialTimeout)
                .engine(build, new SourceOptions(cache, hub, offline)));
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
