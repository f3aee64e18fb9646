package io.github.vitlora.plugin;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.plugin.option.ResultFiles;
import io.github.vitlora.plugin.option.TrialChoice;
import io.github.vitlora.run.TrialSelection;
import java.io.File;
import java.io.IOException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Trains every trial of an experiment, each in a JVM of its own, compares the regimes, writes the
 * report, and fails the build when a trial or an expectation fails.
 */
@Mojo(
    name = "compare",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresProject = false,
    aggregator = true,
    threadSafe = true)
public final class CompareMojo extends TrainingGoal {

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

  /** Where reports go: {@code <reports>/<experiment>/index.html}. */
  @Parameter(property = PropertyNames.REPORTS, defaultValue = "${basedir}/reports")
  private File reports;

  /**
   * Results of an earlier run to compare each regime with: a {@code results.json}, or a report's
   * folder.
   */
  @Parameter(property = PropertyNames.BASELINE)
  private String baseline;

  @Override
  void run(MavenBuild build)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    Experiment chosen = new ExperimentChoice(build, experiment, experiments).read();
    TrialSelection selection = new TrialChoice(trials, shard).of(chosen);
    new Training(build, allSources(), trainingOptions())
        .compare(
            chosen,
            selection,
            work(),
            reports.toPath(),
            new ResultFiles(build.directory()).baseline(baseline));
  }
}
