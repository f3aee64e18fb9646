package io.github.vitlora.plugin.option;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.job.DeviceChoice;
import io.github.vitlora.job.JobSettings;
import io.github.vitlora.launch.WorkerSettings;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.maven.WorkerClassPath;
import io.github.vitlora.source.SourceSettings;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.codehaus.plexus.util.cli.CommandLineUtils;

/**
 * Says how workers are started and compute. What is null was not given.
 *
 * @param threads that a worker computes with; all cores by default
 * @param jvmArgs more arguments for its JVM, as in a shell
 * @param device where it computes
 * @param libtorch folder of a libtorch to compute with in place of the resolved one
 * @param trialTimeout seconds of silence after which it is taken to hang
 * @param checkpointSeconds after which a trial's state is saved inside an epoch
 * @param cropCache mebibytes of decoded images to keep
 */
public record WorkerOptions(
    Integer threads,
    String jvmArgs,
    String device,
    File libtorch,
    long trialTimeout,
    long checkpointSeconds,
    long cropCache) {
  private static final long MEBIBYTE = 1 << 20;

  /** Makes the options of workers that are waited for as long as they take, and train nothing. */
  public WorkerOptions(Integer threads, String jvmArgs, String device, File libtorch) {
    this(threads, jvmArgs, device, libtorch, Integer.MAX_VALUE);
  }

  /** Makes the options of workers that train nothing. */
  public WorkerOptions(
      Integer threads, String jvmArgs, String device, File libtorch, long trialTimeout) {
    this(threads, jvmArgs, device, libtorch, trialTimeout, Integer.MAX_VALUE, 0);
  }

  /** Returns the options of workers that train. */
  public WorkerOptions training(long secondsBetweenCheckpoints, long mebibytesOfCrops) {
    return new WorkerOptions(
        threads,
        jvmArgs,
        device,
        libtorch,
        trialTimeout,
        secondsBetweenCheckpoints,
        mebibytesOfCrops);
  }

  /** Returns a copy with another number of threads where none was given. */
  public WorkerOptions usualThreads(int usual) {
    return new WorkerOptions(
        threads == null ? Integer.valueOf(usual) : threads,
        jvmArgs,
        device,
        libtorch,
        trialTimeout,
        checkpointSeconds,
        cropCache);
  }

  /** Returns the settings of workers that train, look, export and predict. */
  public WorkerSettings engine(MavenBuild build, SourceOptions sources)
      throws MojoExecutionException, MojoFailureException {
    check();
    return settings(build, sources, build.workers(sources.isOffline(build)).engine());
  }

  /** Returns the settings of benchmarks. */
  public WorkerSettings benchmarks(MavenBuild build, SourceOptions sources)
      throws MojoExecutionException, MojoFailureException {
    check();
    return settings(build, sources, build.workers(sources.isOffline(build)).benchmarks());
  }

  private WorkerSettings settings(
      MavenBuild build, SourceOptions options, WorkerClassPath.Resolved classPath)
      throws MojoFailureException {
    SourceSettings sources = options.settings(build);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> arguments = jvmArguments();
    build
        .log()
        .debug(
            "Trials run on %s with %d threads on the device %s; libtorch: %s; more arguments: %s"
                .formatted(
                    java,
                    computing(),
                    device,
                    libtorch == null ? classPath.libtorch() : libtorch,
                    arguments));
    build.log().debug("Class path of workers: " + classPath.all());
    return new WorkerSettings(
        java,
        classPath.all(),
        arguments,
        sources.cache().resolve("native"),
        Duration.ofSeconds(trialTimeout),
        new JobSettings(
            sources,
            deviceChoice(),
            computing(),
            checkpointSeconds,
            cropCache * MEBIBYTE,
            Optional.ofNullable(libtorch).map(folder -> folder.toPath().toAbsolutePath())));
  }

  private int computing() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private void check() throws MojoFailureException {
    atLeast(1, computing(), PropertyNames.THREADS, "");
    atLeast(1, trialTimeout, PropertyNames.TRIAL_TIMEOUT, " (seconds)");
    atLeast(1, checkpointSeconds, PropertyNames.CHECKPOINT_SECONDS, " (seconds)");
    atLeast(0, cropCache, PropertyNames.CROP_CACHE, " (MiB, none at all)");
    deviceChoice();
    jvmArguments();
  }

  private DeviceChoice deviceChoice() throws MojoFailureException {
    return DeviceChoice.named(device)
        .orElseThrow(
            () ->
                new MojoFailureException(
                    "%s is one of %s, and not '%s'"
                        .formatted(
                            PropertyNames.DEVICE,
                            String.join(", ", DeviceChoice.names()),
                            device)));
  }

  private static void atLeast(long least, long given, String property, String unit)
      throws MojoFailureException {
    if (given < least) {
      throw new MojoFailureException(
          property + " must be at least " + least + unit + ", and is " + given);
    }
  }

  // What is called declares Exception itself.
  List<String> jvmArguments() throws MojoFailureException {
    if (jvmArgs == null || jvmArgs.isBlank()) {
      return List.of();
    }
    try {
      return List.of(CommandLineUtils.translateCommandline(jvmArgs.strip()));
    } catch (Exception e) {
      throw new MojoFailureException(
          PropertyNames.JVM_ARGS + ": " + e.getMessage() + ": " + jvmArgs, e);
    }
  }
}
