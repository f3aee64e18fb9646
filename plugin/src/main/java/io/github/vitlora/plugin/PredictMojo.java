package io.github.vitlora.plugin;

import io.github.vitlora.launch.Workers;
import io.github.vitlora.report.table.PredictionTable;
import io.github.vitlora.result.Predictions;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.run.PredictionRun;
import io.github.vitlora.run.TrainedTrials;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/**
 * Classifies images by a trained trial, prints the most probable classes of each, and writes them
 * as JSON and CSV.
 */
@Mojo(name = "predict", requiresProject = false, aggregator = true, threadSafe = true)
public final class PredictMojo extends AbstractTrainedMojo {
  private static final int MOST_LINES = 50;

  /**
   * The images: files, folders with all images below them, and globs, separated by commas; relative
   * to the project.
   */
  @Parameter(property = "vitlora.images")
  private String images;

  /** How many classes of each image to show. */
  @Parameter(property = "vitlora.top", defaultValue = "3")
  private int top;

  /** Folder to write to; {@code <vitlora.work>/<experiment>/<trial>/predictions} by default. */
  @Parameter(property = "vitlora.predictions")
  private File predictions;

  /**
   * Made by Maven.
   *
   * @param repositorySystem resolves libtorch for this platform
   */
  @Inject
  public PredictMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  @Override
  void use(TrainedTrials trained, TrialResult chosen)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    if (images == null || images.isBlank()) {
      throw new MojoFailureException(
          "Which images? Name files, folders or globs with -Dvitlora.images=photos/*.jpg");
    }
    if (top < 1) {
      throw new MojoFailureException("vitlora.top must be at least 1, and is " + top);
    }
    List<Path> files = files();
    Path folder = output(predictions, trained, chosen, "predictions");
    Predictions said =
        new PredictionRun(new Workers(workerSettings()))
            .run(trained.folderOf(chosen), files, top, folder);
    tell(said);
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

  private List<Path> files() throws IOException, MojoFailureException {
    try {
      return ImageFiles.find(images, baseDirectory(), Integer.MAX_VALUE);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException("vitlora.images: " + e.getMessage(), e);
    }
  }

  private void tell(Predictions said) {
    List<String> lines = PredictionTable.lines(said, baseDirectory());
    lines.stream().limit(MOST_LINES).forEach(getLog()::info);
    if (lines.size() > MOST_LINES) {
      getLog().info("... and " + (lines.size() - MOST_LINES) + " more");
    }
  }
}
