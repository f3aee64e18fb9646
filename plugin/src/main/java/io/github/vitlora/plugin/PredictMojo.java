package io.github.vitlora.plugin;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.plugin.option.ImageFiles;
import io.github.vitlora.plugin.option.TrainedTrialChoice;
import io.github.vitlora.report.table.PredictionTable;
import io.github.vitlora.report.table.TextTable;
import io.github.vitlora.result.Predictions;
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
public final class PredictMojo extends WorkerGoal {

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

  @Override
  void run(MavenBuild build)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    TrialFolder trained =
        new TrainedTrialChoice(new ExperimentChoice(build, experiment, experiments), trial, work())
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
    Predictions said = workers(build).predict(trained, files, top, folder);
    tell(said, build.directory());
    getLog()
        .info("As a file: " + folder.resolve(Predictions.FILE) + " and " + Workers.PREDICTIONS_CSV);
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
