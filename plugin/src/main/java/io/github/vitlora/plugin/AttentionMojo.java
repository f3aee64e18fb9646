package io.github.vitlora.plugin;

import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.run.AttentionRun;
import io.github.vitlora.run.TrialSelection;
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
 * Shows what the trained models of an experiment look at: attention maps of the pretrained model
 * and of every trial, in the experiment's report. Its trials must have been trained before; none is
 * trained again.
 */
@Mojo(name = "attention", requiresProject = false, aggregator = true, threadSafe = true)
public final class AttentionMojo extends AbstractExperimentMojo {
  private static final int USUAL_IMAGES = 4;

  /**
   * Images to look at: files, folders and globs, separated by commas. The test images that the
   * descriptor asks for are shown before them; without either, four test images are.
   */
  @Parameter(property = "vitlora.images")
  private String images;

  /**
   * Made by Maven.
   *
   * @param repositorySystem resolves libtorch for this platform
   */
  @Inject
  public AttentionMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  @Override
  void run() throws IOException, MojoExecutionException, MojoFailureException {
    List<ImageFile> files = files();
    Experiment experiment = experiment();
    TrialSelection selection = selection(experiment);
    AttentionSpec spec =
        experiment.attention().orElse(AttentionSpec.chosen(files.isEmpty() ? USUAL_IMAGES : 0));
    Path reportFolder = reportFolder(experiment);
    train(
        (workers, sources, listener) -> {
          try {
            return new AttentionRun(workers, work(), listener)
                .run(experiment, selection, spec, files, reportFolder);
          } catch (IllegalArgumentException e) {
            throw new MojoFailureException(
                "Experiment '"
                    + experiment.name()
                    + "' has nothing to look at: "
                    + e.getMessage()
                    + ". vitlora:compare trains them",
                e);
          }
        });
    getLog().info("Maps: " + reportFolder.resolve("attention").toUri());
    getLog().info("Report: " + reportFolder.resolve("index.html").toUri());
  }

  private List<ImageFile> files() throws IOException, MojoFailureException {
    try {
      return ImageFiles.find(images, baseDirectory(), AttentionSpec.MOST).stream()
          .map(file -> new ImageFile(file, name(file)))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException("vitlora.images: " + e.getMessage(), e);
    }
  }

  /** As people gave it, where it lies below the project. */
  private String name(Path file) {
    Path base = baseDirectory().toAbsolutePath().normalize();
    Path shown = file.startsWith(base) ? base.relativize(file) : file.getFileName();
    return shown.toString().replace('\\', '/');
  }
}
