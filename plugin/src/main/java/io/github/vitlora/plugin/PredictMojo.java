package io.github.vitlora.plugin;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.plugin.option.ImageFiles;
import io.github.vitlora.plugin.option.SourceOptions;
import io.github.vitlora.plugin.option.TrainedTrialChoice;
import io.github.vitlora.plugin.option.WorkerOptions;
import io.github.vitlora.report.table.PredictionTable;
import io.github.vitlora.report.table.TextTable;
import io.github.vitlora.result.Predictions;
import io.github.vitlora.run.PredictionRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Classifies images by a trained trial, prints the most probable classes of each, and writes them
 * as JSON and CSV.
 */
@Mojo(name = "predict", requiresProject = false, aggregator = true, threadSafe = true)
public final class PredictMojo extends Goal {

  private static final int MOST_LINES = 50;

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

  /**
   * The images: files, folders with all images below them, and globs, separated by commas; relative
   * to the project.
   */
  @Parameter(property = PropertyNames.IMAGES)
  private String images;

  /** How many classes of each image to show. */
  @Parameter(property = PropertyNames.TOP, defaultValue = "3")
  private int top;

  /** Folder to write to; {@code <vitlora.work>/<experiment>/<trial>/predictions} by default. */
  @Parameter(property = PropertyNames.PREDICTIONS)
  private File predictions;

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
    if (images == null || images.isBlank()) {
      throw new MojoFailureException(
          "Which images? Name files, folders or globs with -D"
              + PropertyNames.IMAGES
              + "=photos/*.jpg");
    }
    if (top < 1) {
      throw new MojoFailureException(PropertyNames.TOP + " must be at least 1, and is " + top);
    }
    List<Path> files = new ImageFiles(build.directory()).find(images, Integer.MAX_VALUE);
    Path folder = TrainedTrialChoice.output(predictions, trained, "predictions");
    Workers workers =
        new Workers(
            new WorkerOptions(threads, jvmArgs, device, libtorch, trialTimeout)
                .engine(build, new SourceOptions(cache, hub, offline)));
    Predictions said = new PredictionRun(workers).run(trained, files, top, folder);
    tell(said, build.directory());
    getLog().info("As a file: " + folder.resolve(Predictions.FILE) + " and " + PredictionRun.CSV);
    long unread = said.images().stream().filter(image -> image.fault().isPresent()).count();
    if (unread > 0) {
      String counts = unread + " of " + files.size() + " images could not be read";
      if (unread == files.size()) {
        throw new MojoFailureException(counts);
      }
      getLog().warn(counts);
    }
  }

  private void tell(Predictions said, Path directory) {
    List<String> lines = TextTable.lines(PredictionTable.of(said, directory));
    lines.stream().limit(MOST_LINES).forEach(getLog()::info);
    if (lines.size() > MOST_LINES) {
      getLog().info("... and " + (lines.size() - MOST_LINES) + " more");
    }
  }
}
