package io.github.vitlora.plugin;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.judge.Reproduction;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.SourceOptions;
import io.github.vitlora.plugin.option.WorkerOptions;
import io.github.vitlora.plugin.terminal.BuildProgress;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.run.ExperimentRun;
import io.github.vitlora.run.ReportRun.ResultFile;
import io.github.vitlora.run.ReproductionRun;
import io.github.vitlora.run.SourceSupply;
import io.github.vitlora.run.TrialSelection;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/**
 * Trains trials, with progress on the terminal or in the log.
 *
 * @param build that this is a part of
 * @param sources where weights and data come from
 * @param workers how trials compute
 */
record Training(MavenBuild build, SourceOptions sources, WorkerOptions workers) {

  /**
   * Trains the chosen trials, writes the report, and prints the comparison.
   *
   * @param work folder in which trials keep logs, weights and results
   * @param reports folder of reports
   * @param baseline results of an earlier run to compare with, if any
   * @throws MojoFailureException when a trial or an expectation fails, or the baseline cannot be
   *     read
   */
  ExperimentResults compare(
      Experiment experiment,
      TrialSelection selection,
      Path work,
      Path reports,
      Optional<ResultFile> baseline)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    requireAllWhereOffline(experiment);
    Path report = reports.resolve(experiment.name());
    Sources opened = sources.open(build);
    Workers started = new Workers(workers.engine(build, sources));
    ExperimentResults results;
    try (BuildProgress progress = build.progress()) {
      ExperimentRun run = new ExperimentRun(started, opened, work, progress);
      results = baseline(run, baseline).run(experiment, selection, report);
    }
    new ComparisonOutcome(results, report).tell(build.log());
    return results;
  }

  private static ExperimentRun baseline(ExperimentRun run, Optional<ResultFile> baseline)
      throws MojoFailureException {
    try {
      return baseline.map(run::comparedWith).orElse(run);
    } catch (ResultException e) {
      throw new MojoFailureException(PropertyNames.BASELINE + ": " + e.getMessage(), e);
    }
  }

  /**
   * Trains the chosen trials of earlier results once more.
   *
   * @param work folder for them
   */
  Reproduction reproduce(
      ExperimentResults reference, TrialSelection selection, double tolerance, Path work)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    requireAllWhereOffline(ReproductionRun.experiment(reference));
    Sources opened = sources.open(build);
    Workers started = new Workers(workers.engine(build, sources));
    try (BuildProgress progress = build.progress()) {
      return new ReproductionRun(started, opened, work, progress)
          .run(reference, selection, tolerance);
    }
  }

  /**
   * Says all at once what an experiment lacks where the network must not be asked; elsewhere it is
   * fetched as it is needed.
   *
   * @throws MojoExecutionException if anything is missing
   */
  private void requireAllWhereOffline(Experiment experiment)
      throws MojoExecutionException, MojoFailureException {
    if (!sources.isOffline(build)) {
      return;
    }
    List<String> missing =
        new ArrayList<>(new SourceSupply(sources.open(build)).missing(experiment));
    try {
      build.workers(true).engine();
    } catch (MojoExecutionException e) {
      missing.add(e.getMessage());
    }
    if (!missing.isEmpty()) {
      throw new MojoExecutionException(SourceSupply.describe(missing, experiment.name(), true));
    }
  }
}
