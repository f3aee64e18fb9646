package io.github.vitlora.plugin;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
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
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

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
public final class ReportMojo extends AbstractVitloraMojo {
  private static final String FILE = "results.json";

  /**
   * The experiment whose results are reported where {@code vitlora.results} names none: a
   * descriptor, or the name of its report.
   */
  @Parameter(property = "vitlora.experiment", defaultValue = "quickstart")
  private String experiment;

  /** Folder of descriptors. */
  @Parameter(property = "vitlora.experiments", defaultValue = "${basedir}/experiments")
  private File experiments;

  /** Where reports go: {@code <reports>/<experiment>/index.html}. */
  @Parameter(property = "vitlora.reports", defaultValue = "${basedir}/reports")
  private File reports;

  /** Where trials have their logs: {@code <work>/<experiment>/<trial>/}. */
  @Parameter(property = "vitlora.work", defaultValue = "${basedir}/target/vitlora")
  private File work;

  /**
   * The results to report on, separated by commas: {@code results.json} files, folders that hold
   * one, and globs of either. Those of the experiment's report by default.
   */
  @Parameter(property = "vitlora.results")
  private String results;

  /**
   * Made by Maven.
   *
   * @param repositorySystem resolves sources that are Maven artifacts
   */
  @Inject
  public ReportMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  @Override
  void run() throws IOException, MojoFailureException {
    List<ResultFile> files = files();
    try {
      files.forEach(file -> getLog().info("Results: " + file.name()));
      ExperimentResults first = ResultStore.readExperiment(files.get(0).path());
      Experiment chosen = experiment(files.get(0), first);
      Path folder = reports.toPath().resolve(chosen.name());
      ExperimentResults reported = new ReportRun(work.toPath()).run(chosen, files, folder);
      new ComparisonOutcome(reported, folder).tell(getLog());
    } catch (ResultException | IllegalArgumentException e) {
      throw new MojoFailureException("vitlora.results: " + e.getMessage(), e);
    }
  }

  private List<ResultFile> files() throws MojoFailureException {
    ResultFiles finder = new ResultFiles(baseDirectory());
    if (results != null && !results.isBlank()) {
      return finder.find(results);
    }
    Path named = reports.toPath().resolve(experiment);
    Path folder =
        Files.isRegularFile(named.resolve(FILE))
            ? named
            : reports.toPath().resolve(descriptor(experiment).name());
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new MojoFailureException(
          "There is no "
              + file
              + ": vitlora:compare makes it, and -Dvitlora.results names results elsewhere");
    }
    return List.of(new ResultFile(file.toString(), file));
  }

  /** As the results carry it; those of early versions do not. */
  private Experiment experiment(ResultFile file, ExperimentResults carrying)
      throws MojoFailureException {
    if (carrying.descriptor().filter(json -> !json.isNull()).isEmpty()) {
      return descriptor(carrying.experiment());
    }
    try {
      return ExperimentJson.read(carrying.descriptor().get());
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(file.name() + ": " + e.getMessage(), e);
    }
  }

  private Experiment descriptor(String name) throws MojoFailureException {
    return new DescriptorFinder(baseDirectory(), experiments.toPath()).read(name, this::property);
  }
}
