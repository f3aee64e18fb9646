package io.github.vitlora.plugin;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.fork.ForkSettings;
import io.github.vitlora.fork.ForkedTrialLauncher;
import io.github.vitlora.fork.SourceProperties;
import io.github.vitlora.report.ComparisonTable;
import io.github.vitlora.result.ExpectationOutcome;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.run.ExperimentRun;
import io.github.vitlora.run.RunListener;
import io.github.vitlora.run.TrialSelection;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.RemoteRepository;

/**
 * Trains every trial of an experiment, each in a JVM of its own, compares the regimes, writes the
 * report, and fails the build when a trial or an expectation fails.
 */
@Mojo(name = "compare", requiresProject = false, aggregator = true, threadSafe = true)
public final class CompareMojo extends AbstractVitloraMojo {

  /** Globs of trial ids to run, separated by commas; all by default. */
  @Parameter(property = "vitlora.trials")
  private String trials;

  /** Where reports go: {@code <reports>/<experiment>/index.html}. */
  @Parameter(property = "vitlora.reports", defaultValue = "${basedir}/reports")
  private File reports;

  /** Where trials keep logs, weights and results: {@code <work>/<experiment>/<trial>/}. */
  @Parameter(property = "vitlora.work", defaultValue = "${basedir}/target/vitlora")
  private File work;

  /** Threads that a trial computes with; all cores by default. */
  @Parameter(property = "vitlora.threads")
  private Integer threads;

  /** More arguments for the trials' JVMs, separated by blanks and quoted as in a shell. */
  @Parameter(property = "vitlora.jvmArgs")
  private String jvmArgs;

  /** Inside an epoch, a trial's state is saved after this many seconds; after each epoch anyway. */
  @Parameter(property = "vitlora.checkpointSeconds", defaultValue = "300")
  private long checkpointSeconds;

  @Parameter(defaultValue = "${project.remotePluginRepositories}", readonly = true)
  private List<RemoteRepository> repositories;

  @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
  private PluginDescriptor plugin;

  /**
   * Made by Maven.
   *
   * @param repositorySystem resolves libtorch for this platform, and sources that are Maven
   *     artifacts
   */
  @Inject
  public CompareMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  @Override
  void run(Experiment experiment) throws IOException, MojoExecutionException, MojoFailureException {
    TrialSelection selection = selection(experiment);
    SourceSettings settings = sourceSettings();
    Sources sources = sources(settings);
    // What the user wrote is checked first: libtorch is a download of 200 MB.
    ForkedTrialLauncher launcher = new ForkedTrialLauncher(forkSettings(settings));
    Path reportFolder = reports.toPath().resolve(experiment.name());
    ExperimentResults results;
    RunListener listener = listener();
    try {
      results =
          new ExperimentRun(launcher, sources, work.toPath(), listener)
              .run(new ResolvedSources(sources).of(experiment), selection, reportFolder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("Interrupted; the running trial was ended", e);
    } finally {
      if (listener instanceof TerminalProgress bar) {
        bar.close();
      }
    }
    print(results, reportFolder);
    failWhereDue(results, reportFolder);
  }

  private TrialSelection selection(Experiment experiment) throws MojoFailureException {
    TrialSelection selection = TrialSelection.of(trials);
    try {
      selection.choose(experiment.trials());
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException("vitlora.trials: " + e.getMessage(), e);
    }
    return selection;
  }

  private ForkSettings forkSettings(SourceSettings sources)
      throws MojoExecutionException, MojoFailureException {
    int computing = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (computing < 1) {
      throw new MojoFailureException("vitlora.threads must be at least 1, and is " + computing);
    }
    List<String> arguments = JvmArguments.of(jvmArgs);
    List<Path> classPath = new ArrayList<>();
    for (Artifact artifact : plugin.getArtifacts()) {
      classPath.add(artifact.getFile().toPath());
    }
    NativeLibrary library =
        new NativeLibrary(repositorySystem(), session().getRepositorySession(), repositories);
    classPath.add(library.resolve(plugin.getArtifacts()));
    Map<String, String> properties = new HashMap<>(SourceProperties.of(sources));
    properties.put("vitlora.checkpointSeconds", Long.toString(checkpointSeconds));
    return new ForkSettings(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        classPath,
        arguments,
        properties,
        computing,
        sources.cache().resolve("native"));
  }

  private RunListener listener() {
    LogProgress lines = new LogProgress(getLog());
    boolean someoneWatches =
        session().getRequest().isInteractiveMode()
            && Terminals.watched()
            && getLog().isInfoEnabled();
    return someoneWatches ? new TerminalProgress(lines, System.err) : lines;
  }

  private void print(ExperimentResults results, Path reportFolder) {
    getLog().info("");
    ComparisonTable.render(results).lines().forEach(getLog()::info);
    getLog().info("");
    getLog().info("Report: " + reportFolder.resolve("index.html").toUri());
  }

  private static void failWhereDue(ExperimentResults results, Path reportFolder)
      throws MojoFailureException {
    List<String> problems = new ArrayList<>();
    for (TrialResult trial : results.trials()) {
      if (trial.status() != TrialStatus.COMPLETED) {
        problems.add(
            trial.id()
                + " "
                + trial.status().name().toLowerCase(Locale.ROOT)
                + ": "
                + trial.message().orElse("no message"));
      }
    }
    for (ExpectationOutcome expectation : results.expectations()) {
      if (!expectation.passed()) {
        problems.add(expectation.message());
      }
    }
    if (!problems.isEmpty()) {
      throw new MojoFailureException(
          "Experiment '"
              + results.experiment()
              + "' does not hold what is expected of it:\n  - "
              + String.join("\n  - ", problems)
              + "\nSee "
              + reportFolder.resolve("index.html"));
    }
  }
}
