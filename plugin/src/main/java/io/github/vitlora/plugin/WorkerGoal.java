package io.github.vitlora.plugin;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.SourceOptions;
import io.github.vitlora.plugin.option.WorkerOptions;
import java.io.File;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/** Has the parameters of every goal that starts workers on trials. */
abstract class WorkerGoal extends Goal {

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

  /** Returns the folder in which trials keep logs, weights and results. */
  final Path work() {
    return work.toPath();
  }

  /** Returns how workers that train nothing are started. */
  final WorkerOptions workerOptions() {
    return new WorkerOptions(threads, jvmArgs, device, libtorch, trialTimeout);
  }

  /** Returns where workers get weights and data. */
  final SourceOptions sourceOptions() {
    return new SourceOptions(cache, hub, offline);
  }

  /** Prepares to start workers that train nothing. */
  final Workers workers(MavenBuild build) throws MojoExecutionException, MojoFailureException {
    return new Workers(workerOptions().engine(build, sourceOptions()));
  }
}
