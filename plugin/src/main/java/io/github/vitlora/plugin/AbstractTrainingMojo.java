package io.github.vitlora.plugin;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Shard;
import io.github.vitlora.job.DeviceChoice;
import io.github.vitlora.job.JobSettings;
import io.github.vitlora.launch.WorkerSettings;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.run.RunListener;
import io.github.vitlora.run.SourceSupply;
import io.github.vitlora.run.TrialSelection;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.RemoteRepository;

/** What the goals that train have in common. */
abstract class AbstractTrainingMojo extends AbstractVitloraMojo {

  private static final long MEBIBYTE = 1 << 20;

  /** Globs of trial ids to run, separated by commas; all by default. */
  @Parameter(property = "vitlora.trials")
  private String trials;

  /**
   * Which part of the chosen trials to run, {@code 2/4} for the second of four; all by default.
   * {@code report} merges what the parts leave.
   */
  @Parameter(property = "vitlora.shard")
  private String shard;

  /** Where trials keep logs, weights and results: {@code <work>/<experiment>/<trial>/}. */
  @Parameter(property = "vitlora.work", defaultValue = "${basedir}/target/vitlora")
  private File work;

  /** Threads that a trial computes with; all cores by default. */
  @Parameter(property = "vitlora.threads")
  private Integer threads;

  /** More arguments for the trials' JVMs, separated by blanks and quoted as in a shell. */
  @Parameter(property = "vitlora.jvmArgs")
  private String jvmArgs;

  /**
   * Where trials compute: {@code cpu}, {@code gpu} (an error where there is none), or {@code auto},
   * a GPU where DJL finds one. A GPU needs {@code vitlora.libtorch}.
   */
  @Parameter(property = "vitlora.device", defaultValue = "auto")
  private String device;

  /**
   * Folder of a libtorch (its {@code lib}) to compute with in place of the one for processors that
   * is resolved by default: one built for CUDA, of the version that {@code results.json} names.
   */
  @Parameter(property = "vitlora.libtorch")
  private File libtorch;

  /** Inside an epoch, a trial's state is saved after this many seconds; after each epoch anyway. */
  @Parameter(property = "vitlora.checkpointSeconds", defaultValue = "300")
  private long checkpointSeconds;

  /**
   * Mebibytes of decoded images that are kept in {@code vitlora.cache}, so that the next trial need
   * not decode them; 0 keeps none. The folder {@code crops} there may be deleted at any time.
   */
  @Parameter(property = "vitlora.cropCache", defaultValue = "4096")
  private long cropCache;

  /**
   * A trial of which nothing is heard for this many seconds is taken to hang: it is ended and has
   * failed. A trial tells of every micro-batch.
   */
  @Parameter(property = "vitlora.trialTimeout", defaultValue = "1800")
  private long trialTimeout;

  @Parameter(defaultValue = "${project.remotePluginRepositories}", readonly = true)
  private List<RemoteRepository> repositories;

  @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
  private PluginDescriptor plugin;

  AbstractTrainingMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  /** Something that trains. */
  interface Training<T> {
    /**
     * Does it.
     *
     * @param workers run the trials
     * @param sources brings weights and data here
     * @param listener told of what happens
     */
    T run(Workers workers, Sources sources, RunListener listener)
        throws IOException, InterruptedException, MojoFailureException;
  }

  /** Trains, with progress on the terminal or in the log. */
  final <T> T train(Training<T> training)
      throws IOException, MojoExecutionException, MojoFailureException {
    return train(Runtime.getRuntime().availableProcessors(), training);
  }

  /**
   * The same.
   *
   * @param usualThreads of a trial, where {@code vitlora.threads} says nothing
   */
  final <T> T train(int usualThreads, Training<T> training)
      throws IOException, MojoExecutionException, MojoFailureException {
    SourceSettings settings = sourceSettings();
    Sources sources = sources(settings);
    Workers workers = new Workers(workerSettings(settings, usualThreads));
    RunListener listener = listener();
    try {
      return training.run(workers, sources, listener);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("Interrupted; the running trial was ended", e);
    } finally {
      if (listener instanceof TerminalProgress bar) {
        bar.close();
      }
    }
  }

  /** The chosen trials; what is wrong with the choice is known before anything is fetched. */
  final TrialSelection selection(Experiment experiment) throws MojoFailureException {
    TrialSelection selection = TrialSelection.of(trials).shard(shard());
    try {
      selection.choose(experiment.trials());
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException("vitlora.trials: " + e.getMessage(), e);
    }
    return selection;
  }

  /** For goals that train no trials: what would choose some is not passed over in silence. */
  final void warnOfChoice(String instead) {
    if (trials != null || shard != null) {
      getLog()
          .warn(
              (trials == null ? "vitlora.shard" : "vitlora.trials")
                  + " chooses trials to train, and nothing here: "
                  + instead);
    }
  }

  private Optional<Shard> shard() throws MojoFailureException {
    try {
      return Optional.ofNullable(shard).filter(text -> !text.isBlank()).map(Shard::parse);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException("vitlora.shard: " + e.getMessage(), e);
    }
  }

  /** Where trials keep logs, weights and results. */
  final Path work() {
    return work.toPath();
  }

  /** How workers are started that do not train. */
  final WorkerSettings workerSettings() throws MojoExecutionException, MojoFailureException {
    return workerSettings(sourceSettings(), Runtime.getRuntime().availableProcessors());
  }

  private WorkerSettings workerSettings(SourceSettings sources, int usualThreads)
      throws MojoExecutionException, MojoFailureException {
    int computing = threads == null ? usualThreads : threads;
    if (computing < 1) {
      throw new MojoFailureException("vitlora.threads must be at least 1, and is " + computing);
    }
    if (trialTimeout < 1) {
      throw new MojoFailureException(
          "vitlora.trialTimeout must be at least 1 (seconds), and is " + trialTimeout);
    }
    if (checkpointSeconds < 1) {
      throw new MojoFailureException(
          "vitlora.checkpointSeconds must be at least 1 (seconds), and is " + checkpointSeconds);
    }
    if (cropCache < 0) {
      throw new MojoFailureException(
          "vitlora.cropCache must be at least 0 (MiB, none at all), and is " + cropCache);
    }
    DeviceChoice chosen =
        DeviceChoice.named(device)
            .orElseThrow(
                () ->
                    new MojoFailureException(
                        "vitlora.device is one of "
                            + String.join(", ", DeviceChoice.names())
                            + ", and not '"
                            + device
                            + "'"));
    List<String> arguments = JvmArguments.of(jvmArgs);
    WorkerClassPath.Resolved classPath = classPath(workers());
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    getLog()
        .debug(
            "Trials run on %s with %d threads on the device %s; libtorch: %s; more arguments: %s"
                .formatted(
                    java,
                    computing,
                    device,
                    libtorch == null ? classPath.libtorch() : libtorch,
                    arguments));
    return new WorkerSettings(
        java,
        classPath.all(),
        arguments,
        sources.cache().resolve("native"),
        Duration.ofSeconds(trialTimeout),
        new JobSettings(
            sources,
            chosen,
            computing,
            checkpointSeconds,
            cropCache * MEBIBYTE,
            Optional.ofNullable(libtorch).map(folder -> folder.toPath().toAbsolutePath())));
  }

  private WorkerClassPath workers() {
    return new WorkerClassPath(
        repositorySystem(), resolvingSession(), repositories, plugin.getVersion());
  }

  /** What this goal's workers run on. */
  WorkerClassPath.Resolved classPath(WorkerClassPath workers) throws MojoExecutionException {
    return workers.engine();
  }

  /**
   * Where the network must not be asked, says of all that an experiment lacks at once; elsewhere it
   * is fetched as it is needed.
   *
   * @throws MojoExecutionException if anything is missing
   */
  final void requireAllWhereOffline(Experiment experiment)
      throws MojoExecutionException, MojoFailureException {
    if (!isOffline()) {
      return;
    }
    List<String> missing =
        new ArrayList<>(new SourceSupply(sources(sourceSettings())).missing(experiment));
    try {
      workers().engine();
    } catch (MojoExecutionException e) {
      missing.add(e.getMessage());
    }
    if (!missing.isEmpty()) {
      throw new MojoExecutionException(SourceSupply.describe(missing, experiment.name(), true));
    }
  }

  private RunListener listener() {
    LogProgress lines = new LogProgress(getLog());
    boolean someoneWatches =
        session().getRequest().isInteractiveMode()
            && Terminals.watched()
            && getLog().isInfoEnabled();
    return someoneWatches ? new TerminalProgress(lines, System.err) : lines;
  }
}
