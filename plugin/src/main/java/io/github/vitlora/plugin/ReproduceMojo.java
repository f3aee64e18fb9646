package io.github.vitlora.plugin;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.judge.Agreement;
import io.github.vitlora.judge.Reproduction;
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
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/**
 * Trains the trials of earlier results again, from the descriptor that the results carry, and says
 * of every figure whether it came out the same, bit by bit. Fails the build where one is different.
 */
@Mojo(name = "reproduce", requiresProject = false, aggregator = true, threadSafe = true)
public final class ReproduceMojo extends AbstractTrainingMojo {

  /** The {@code results.json} to reproduce, or the folder that holds it. */
  @Parameter(property = "vitlora.results")
  private File results;

  /**
   * Largest distance of a figure that is not called different: absolute for accuracies, relative
   * for losses. With 0, only bit-equal figures pass.
   */
  @Parameter(property = "vitlora.tolerance", defaultValue = "0.01")
  private double tolerance;

  /**
   * Made by Maven.
   *
   * @param repositorySystem resolves libtorch for this platform, and sources that are Maven
   *     artifacts
   */
  @Inject
  public ReproduceMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  @Override
  void run() throws IOException, MojoExecutionException, MojoFailureException {
    if (!(tolerance >= 0)) {
      throw new MojoFailureException("vitlora.tolerance must not be negative, and is " + tolerance);
    }
    ExperimentResults reference = reference();
    Experiment experiment = experiment(reference);
    TrialSelection selection = selection(experiment);
    requireAllWhereOffline(experiment);
    Reproduction reproduction =
        train(
            threads(reference),
            (workers, sources, listener) ->
                reproduce(
                    new ReproductionRun(workers, sources, reproducing(), listener),
                    reference,
                    selection));
    getLog().info("");
    ReproductionText.lines(reproduction).forEach(getLog()::info);
    getLog().info("");
    String summary = ReproductionText.summary(reproduction);
    if (reproduction.agreement() == Agreement.DIFFERENT) {
      throw new MojoFailureException(
          summary
              + ". The figures are above; logs and weights of this time are in "
              + reproducing().resolve(reproduction.experiment()));
    }
    getLog().info(summary);
  }

  private ExperimentResults reference() throws MojoFailureException {
    if (results == null) {
      throw new MojoFailureException(
          "Which results? Name them with -Dvitlora.results=reports/NAME/results.json");
    }
    Path given = results.toPath();
    try {
      return ResultStore.readExperiment(
          Files.isDirectory(given) ? given.resolve("results.json") : given);
    } catch (ResultException e) {
      throw new MojoFailureException(e.getMessage(), e);
    }
  }

  private Experiment experiment(ExperimentResults reference) throws MojoFailureException {
    try {
      return ReproductionRun.experiment(reference);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(results + ": " + e.getMessage(), e);
    }
  }

  private Reproduction reproduce(
      ReproductionRun run, ExperimentResults reference, TrialSelection selection)
      throws IOException, InterruptedException, MojoFailureException {
    try {
      return run.run(reference, selection, tolerance);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(results + ": " + e.getMessage(), e);
    }
  }

  /** Beside the folder that {@code compare} works in, so that no trial of it is taken over. */
  private Path reproducing() {
    return work().resolveSibling(work().getFileName() + "-reproduce");
  }

  /** As many as the results were made with: sums split otherwise are rounded otherwise. */
  private static int threads(ExperimentResults reference) {
    return reference
        .environment()
        .map(Environment::threads)
        .orElseGet(Runtime.getRuntime()::availableProcessors);
  }
}
