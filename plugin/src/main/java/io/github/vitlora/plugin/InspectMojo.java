package io.github.vitlora.plugin;

import io.github.vitlora.experiment.DatasetOptions;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.inspection.Inspection;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.plugin.terminal.BuildProgress;
import io.github.vitlora.report.table.InspectionTables;
import io.github.vitlora.report.table.TextTable;
import io.github.vitlora.run.InspectionRun;
import java.io.File;
import java.io.IOException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Looks at every image of an experiment's data set: which cannot be read and why, which files are
 * not used, which images are there more than once, how many there are of each class, and what they
 * are. Fails where {@code compare} would refuse to train.
 */
@Mojo(name = "inspect", requiresProject = false, aggregator = true, threadSafe = true)
public final class InspectMojo extends TrainingGoal {

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
    try (BuildProgress progress = build.progress()) {
      InspectionRun look = new InspectionRun(workers, allSources().open(build), work(), progress);
      Inspection found = look.inspect(chosen);
      InspectionTables.of(found).stream()
          .flatMap(table -> TextTable.render(table).lines())
          .forEach(getLog()::info);
      found
          .warnings(chosen.dataset().options().unreadable() == DatasetOptions.Unreadable.SKIP)
          .forEach(getLog()::warn);
      getLog().info("All of it: " + look.file(chosen).toUri());
      InspectionRun.require(found, chosen.dataset().options());
    }
  }
}
