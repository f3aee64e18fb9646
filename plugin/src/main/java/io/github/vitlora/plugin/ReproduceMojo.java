package io.github.vitlora.plugin;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.judge.Agreement;
import io.github.vitlora.judge.Reproduction;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.TrialChoice;
import io.github.vitlora.plugin.option.WorkerOptions;
import io.github.vitlora.report.table.ReproductionText;
import io.github.vitlora.result.Environment;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.run.ReproductionRun;
import io.github.vitlora.run.TrialSelection;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Trains the trials of earlier results again, from the descriptor that the results carry, and says
 * of every figure whether it came out the same, bit by bit. Fails the build where one is different.
 */
@Mojo(name = "reproduce", requiresProject = false, aggregator = true, threadSafe = true)
public final class ReproduceMojo extends TrainingGoal {

  /** The {@code results.json} to reproduce, or the folder that holds it. */
  @Parameter(property = PropertyNames.RESULTS)
  private File results;

  /**
   * Largest distance of a figure that is not called different: absolute for accuracies, relative
   * for losses. With 0, only bit-equal figures pass.
   */
  @Parameter(property = PropertyNames.TOLERANCE, defaultValue = "0.01")
  private double tolerance;

  /** Globs of trial ids, separated by commas; all by default. */
  @Parameter(property = PropertyNames.TRIALS)
  private String trials;

  /** Which part of the chosen trials: {@code 2/4} is the second of four; all by default. */
  @Parameter(property = PropertyNames.SHARD)
  private String shard;

  @Override
  void run(MavenBuild build)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    if (!(tolerance >= 0)) {
      throw new MojoFailureException(
          PropertyNames.TOLERANCE + " must not be negative, and is " + tolerance);
    }
    ExperimentResults reference = reference();
    // Beside the folder that compare works in, so that no trial of it is taken over.
    Path again = work().resolveSibling(work().getFileName() + "-reproduce");
    Reproduction reproduction = reproduce(build, reference, again);
    getLog().info("");
    ReproductionText.lines(reproduction).forEach(getLog()::info);
    getLog().info("");
    String summary = ReproductionText.summary(reproduction);
    if (reproduction.agreement() == Agreement.DIFFERENT) {
      throw new MojoFailureException(
          summary
              + ". The figures are above; logs and weights of this time are in "
              + again.resolve(reproduction.experiment()));
    }
    getLog().info(summary);
  }

  private ExperimentResults reference() throws MojoFailureException {
    if (results == null) {
      throw new MojoFailureException(
          "Which results? Name them with -D"
              + PropertyNames.RESULTS
              + "=reports/NAME/results.json");
    }
    Path given = results.toPath();
    try {
      return ResultStore.readExperiment(
          Files.isDirectory(given) ? given.resolve(ResultStore.FILE) : given);
    } catch (ResultException e) {
      throw new MojoFailureException(e.getMessage(), e);
    }
  }

  private Reproduction reproduce(MavenBuild build, ExperimentResults reference, Path again)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    WorkerOptions workers = trainingOptions().usualThreads(threads(reference));
    try {
      TrialSelection selection =
          new TrialChoice(trials, shard).of(ReproductionRun.experiment(reference));
      return new Training(build, allSources(), workers)
          .reproduce(reference, selection, tolerance, again);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(results + ": " + e.getMessage(), e);
    }
  }

  /** Returns as many as the results were made with: sums split otherwise are rounded otherwise. */
  private static int threads(ExperimentResults reference) {
    return reference
        .environment()
        .map(Environment::threads)
        .orElseGet(Runtime.getRuntime()::availableProcessors);
  }
}
