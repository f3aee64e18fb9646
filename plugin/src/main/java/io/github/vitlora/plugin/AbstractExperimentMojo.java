package io.github.vitlora.plugin;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.run.ExperimentRun;
import io.github.vitlora.run.TrialSelection;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/** What the goals that run an experiment have in common. */
abstract class AbstractExperimentMojo extends AbstractTrainingMojo {

  /**
   * A descriptor: a path, or the name of a file in {@code vitlora.experiments} or of a built-in
   * experiment.
   */
  @Parameter(property = "vitlora.experiment", defaultValue = "quickstart")
  private String experiment;

  /** Folder of descriptors. */
  @Parameter(property = "vitlora.experiments", defaultValue = "${basedir}/experiments")
  private File experiments;

  /** Where reports go: {@code <reports>/<experiment>/index.html}. */
  @Parameter(property = "vitlora.reports", defaultValue = "${basedir}/reports")
  private File reports;

  AbstractExperimentMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  /** The experiment that the parameters name. */
  final Experiment experiment() throws IOException, MojoFailureException {
    return new DescriptorFinder(baseDirectory(), experiments.toPath())
        .read(experiment, this::property);
  }

  /**
   * Trains the chosen trials, writes the report, and prints the comparison.
   *
   * @throws MojoFailureException when a trial or an expectation fails
   */
  final ExperimentResults compare(Experiment chosen)
      throws IOException, MojoExecutionException, MojoFailureException {
    TrialSelection selection = selection(chosen);
    requireAllWhereOffline(chosen);
    Path reportFolder = reportFolder(chosen);
    ExperimentResults results = compare(chosen, selection, reportFolder);
    new ComparisonOutcome(results, reportFolder).tell(getLog());
    return results;
  }

  /** Where the experiment's report goes. */
  final Path reportFolder(Experiment chosen) {
    return reports.toPath().resolve(chosen.name());
  }

  private ExperimentResults compare(Experiment chosen, TrialSelection selection, Path reportFolder)
      throws IOException, MojoExecutionException, MojoFailureException {
    return train(
        (workers, sources, listener) ->
            new ExperimentRun(workers, sources, work(), listener)
                .run(chosen, selection, reportFolder));
  }
}
