package io.github.vitlora.plugin;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.plugin.option.Places;
import io.github.vitlora.plugin.option.SourceOptions;
import io.github.vitlora.plugin.option.TrialChoice;
import io.github.vitlora.plugin.option.WorkerOptions;
import io.github.vitlora.run.TrialSelection;
import java.io.File;
import java.io.IOException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Trains every trial of an experiment, each in a JVM of its own, compares the regimes, writes the
 * report, and fails the build when a trial or an expectation fails.
 */
@Mojo(
    name = "compare",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresProject = false,
    aggregator = true,
    threadSafe = true)
public final class CompareMojo extends Goal {

  /** A descriptor: a path, or a name in {@code vitlora.experiments} or of a built-in experiment. */
  @Parameter(property = PropertyNames.EXPERIMENT, defaultValue = "quickstart")
  private String experiment;

  /** Folder of descriptors. */
  @Parameter(property = PropertyNames.EXPERIMENTS, defaultValue = "${basedir}/experiments")
  private File experiments;

  /** Globs of trial ids, separated by commas; all by default. */
  @Parameter(property = PropertyNames.TRIALS)
  private String trials;

  /** Which part of the chosen trials: {@code 2/4} is the second of four; all by default. */
  @Parameter(property = PropertyNames.SHARD)
  private String shard;

  /** Where trials keep logs, weights and results: {@code <work>/<experiment>/<trial>/}. */
  @Parameter(property = PropertyNames.WORK, defaultValue = "${basedir}/target/vitlora")
  private File work;

  /** Where reports go: {@code <reports>/<experiment>/index.html}. */
  @Parameter(property = PropertyNames.REPORTS, defaultValue = "${basedir}/reports")
  private File reports;

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

  /** Inside an epoch, a trial's state is saved after so many seconds; after each epoch anyway. */
  @Parameter(property = PropertyNames.CHECKPOINT_SECONDS, defaultValue = "300")
  private long checkpointSeconds;

  /** Mebibytes of decoded images kept in {@code vitlora.cache} for later trials; 0 keeps none. */
  @Parameter(property = PropertyNames.CROP_CACHE, defaultValue = "4096")
  private long cropCache;

  /** Where downloads and unpacked archives are kept; {@code ~/.cache/vitlora} by default. */
  @Parameter(property = PropertyNames.CACHE)
  private File cache;

  /** A mirror that is asked instead of the network: a folder or an address. */
  @Parameter(property = PropertyNames.HUB)
  private String hub;

  /** Asks nothing of the network, as Maven's {@code -o} does; what is missing is listed at once. */
  @Parameter(property = PropertyNames.OFFLINE, defaultValue = "false")
  private boolean offline;

  /**
   * Id of the {@code <server>} in settings.xml whose password is the model hub's token; by default
   * HF_TOKEN of the environment has it, or the server {@code huggingface}.
   */
  @Parameter(property = PropertyNames.HF_SERVER)
  private String hfServer;

  @Override
  void run(MavenBuild build)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    Experiment chosen = new ExperimentChoice(build, experiment, experiments).read();
    TrialSelection selection = new TrialChoice(trials, shard).of(chosen);
    SourceOptions sources = new SourceOptions(cache, hub, offline, hfServer);
    WorkerOptions workers =
        new WorkerOptions(
            threads, jvmArgs, device, libtorch, trialTimeout, checkpointSeconds, cropCache);
    new Training(build, sources, workers).compare(chosen, selection, new Places(work, reports));
  }
}
