package io.github.vitlora.plugin;

import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.plugin.option.ImageFiles;
import io.github.vitlora.plugin.option.TrialChoice;
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
public final class AttentionMojo extends WorkerGoal {

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

  /** Where reports go: {@code <reports>/<experiment>/index.html}. */
  @Parameter(property = PropertyNames.REPORTS, defaultValue = "${basedir}/reports")
  private File reports;

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
    Path report = reports.toPath().resolve(chosen.name());
    Workers workers = workers(build);
    try (BuildProgress progress = build.progress()) {
      new AttentionRun(workers, work(), progress).run(chosen, selection, spec, files, report);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(
          "Experiment '%s' has nothing to look at: %s. vitlora:compare trains them"
              .formatted(chosen.name(), e.getMessage()),
          e);
    }
    getLog().info("Maps: " + report.resolve("attention").toUri());
    getLog().info("Report: " + report.resolve("index.html").toUri());
  }

  /** Names a file as people gave it, where it lies below the project. */
  private static String name(Path file, MavenBuild build) {
    Path base = build.directory().toAbsolutePath().normalize();
    Path shown = file.startsWith(base) ? base.relativize(file) : file.getFileName();
    return shown.toString().replace('\\', '/');
  }
}
