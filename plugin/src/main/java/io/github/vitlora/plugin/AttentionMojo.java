package io.github.vitlora.plugin;

import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.plugin.option.ImageFiles;
import io.github.vitlora.plugin.option.Places;
import io.github.vitlora.plugin.option.SourceOptions;
import io.github.vitlora.plugin.option.TrialChoice;
import io.github.vitlora.plugin.option.WorkerOptions;
import io.github.vitlora.plugin.terminal.BuildProgress;
import io.github.vitlora.run.AttentionRun;
import io.github.vitlora.run.TrialSelection;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows what the trained models of an experiment look at: attention maps of the pretrained model
 * and of every trial, in the experiment's report. Its trials must have been trained before; none is
 * trained again.
 */
@Mojo(name = "attention", requiresProject = false, aggregator = true, threadSafe = true)
public final class AttentionMojo extends Goal {

  private static final int USUAL_IMAGES = 4;

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

  /**
   * Images to look at: files, folders and globs, separated by commas. The test images that the
   * descriptor asks for are shown before them; without either, four test images are.
   */
  @Parameter(property = PropertyNames.IMAGES)
  private String images;

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
    List<ImageFile> files =
        new ImageFiles(build.directory())
            .find(images, AttentionSpec.MOST).stream()
                .map(file -> new ImageFile(file, name(file, build)))
                .toList();
    Experiment chosen = new ExperimentChoice(build, experiment, experiments).read();
    TrialSelection selection = new TrialChoice(trials, shard).of(chosen);
    AttentionSpec spec =
        chosen.attention().orElse(AttentionSpec.chosen(files.isEmpty() ? USUAL_IMAGES : 0));
    Places places = new Places(work, reports);
    Path report = places.report(chosen.name());
    SourceOptions sources = new SourceOptions(cache, hub, offline);
    Workers workers =
        new Workers(
            new WorkerOptions(threads, jvmArgs, device, libtorch, trialTimeout)
                .engine(build, sources));
    try (BuildProgress progress = build.progress()) {
      new AttentionRun(workers, places.workFolder(), progress)
          .run(chosen, selection, spec, files, report);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(
          "Experiment '"
              + chosen.name()
              + "' has nothing to look at: "
              + e.getMessage()
              + ". vitlora:compare trains them",
          e);
    }
    getLog().info("Maps: " + report.resolve("attention").toUri());
    getLog().info("Report: " + report.resolve("index.html").toUri());
  }

  /** As people gave it, where it lies below the project. */
  private static String name(Path file, MavenBuild build) {
    Path base = build.directory().toAbsolutePath().normalize();
    Path shown = file.startsWith(base) ? base.relativize(file) : file.getFileName();
    return shown.toString().replace('\\', '/');
  }
}
