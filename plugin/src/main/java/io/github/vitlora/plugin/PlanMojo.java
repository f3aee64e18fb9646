package io.github.vitlora.plugin;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.plugin.terminal.BuildProgress;
import io.github.vitlora.run.PlanRun;
import java.io.File;
import java.io.IOException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Predicts what an experiment will cost, and says what it can decide: time, memory and storage of
 * its trials, from a few batches of each regime. A later {@code compare} sets the actual figures
 * beside the predicted ones.
 */
@Mojo(name = "plan", requiresProject = false, aggregator = true, threadSafe = true)
public final class PlanMojo extends TrainingGoal {

  /** A descriptor: a path, or a name in {@code vitlora.experiments} or of a built-in experiment. */
  @Parameter(property = PropertyNames.EXPERIMENT, defaultValue = "quickstart")
  private String experiment;

  /** Folder of descriptors. */
  @Parameter(property = PropertyNames.EXPERIMENTS, defaultValue = "${basedir}/experiments")
  private File experiments;

  @Override
  void run(MavenBuild build)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    Experiment chosen = new ExperimentChoice(build, experiment, experiments).read();
    Workers workers = new Workers(trainingOptions().engine(build, allSources()));
    String plan;
    try (BuildProgress progress = build.progress()) {
      plan = new PlanRun(workers, allSources().open(build), work(), progress).plan(chosen);
    }
    plan.lines().forEach(getLog()::info);
  }
}
