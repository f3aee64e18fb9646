package io.github.vitlora.plugin;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.ExperimentChoice;
import io.github.vitlora.plugin.option.ResultFiles;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.run.ReportRun;
import io.github.vitlora.run.ReportRun.ResultFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Builds a report again from results on disk, and merges results of one experiment that were
 * computed apart, by shards for example, into one report. Trains nothing. Fails the build as {@code
 * compare} does, and where trials of shards are missing.
 */
@Mojo(
    name = "report",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresProject = false,
    aggregator = true,
    threadSafe = true)
public final class ReportMojo extends Goal {

  /**
   * The experiment whose results are reported where {@code vitlora.results} names none: a
   * descriptor, or the name of its report.
   */
  @Parameter(property = PropertyNames.EXPERIMENT, defaultValue = "quickstart")
  private String experiment;

  /** Folder of descriptors. */
  @Parameter(property = PropertyNames.EXPERIMENTS, defaultValue = "${basedir}/experiments")
  private File experiments;

  /**
   * The results to report on, separated by commas: {@code results.json} files, folders that hold
   * one, and globs of either. Those of the experiment's report by default.
   */
  @Parameter(property = PropertyNames.RESULTS)
  private String results;

  /** Where trials have their logs: {@code <work>/<experiment>/<trial>/}. */
  @Parameter(property = PropertyNames.WORK, defaultValue = "${basedir}/target/vitlora")
  private File work;

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
  void run(MavenBuild build) throws IOException, MojoFailureException {
    ExperimentChoice choice = new ExperimentChoice(build, experiment, experiments);
    List<ResultFile> files = files(choice);
    try {
      files.forEach(file -> getLog().info("Results: " + file.name()));
      ExperimentResults first = ResultStore.readExperiment(files.get(0).path());
      Experiment chosen = carried(files.get(0), first, choice);
      Path folder = reports.toPath().resolve(chosen.name());
      ExperimentResults reported =
          new ReportRun(work.toPath())
              .run(chosen, files, folder, new ResultFiles(build.directory()).baseline(baseline));
      new ComparisonOutcome(reported, folder).tell(getLog());
    } catch (ResultException | IllegalArgumentException e) {
      throw new MojoFailureException(PropertyNames.RESULTS + ": " + e.getMessage(), e);
    }
  }

  private List<ResultFile> files(ExperimentChoice choice) throws MojoFailureException {
    if (results != null && !results.isBlank()) {
      return new ResultFiles(choice.build().directory()).find(results);
    }
    Path named = reported(experiment);
    Path file = Files.isRegularFile(named) ? named : reported(choice.read().name());
    if (!Files.isRegularFile(file)) {
      throw new MojoFailureException(
          "There is no %s: vitlora:compare makes it, and -D%s names results elsewhere"
              .formatted(file, PropertyNames.RESULTS));
    }
    return List.of(new ResultFile(file.toString(), file));
  }

  /** Returns the file of results in the report of this name. */
  private Path reported(String name) {
    return reports.toPath().resolve(name).resolve(ResultStore.FILE);
  }

  /** As the results carry it; those of early versions do not. */
  private static Experiment carried(
      ResultFile file, ExperimentResults carrying, ExperimentChoice choice)
      throws MojoFailureException {
    if (carrying.descriptor().filter(json -> !json.isNull()).isEmpty()) {
      return choice.named(carrying.experiment()).read();
    }
    try {
      return ExperimentJson.read(carrying.descriptor().get());
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(file.name() + ": " + e.getMessage(), e);
    }
  }
}
