package io.github.vitlora.plugin;

import io.github.vitlora.report.bench.BenchmarkFigures;
import io.github.vitlora.report.bench.BenchmarkTable;
import io.github.vitlora.run.BenchmarkRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/**
 * Measures training and evaluation steps, their parts and the image pipeline by JMH, and sets each
 * step beside the machine's best matrix product.
 */
@Mojo(name = "bench", requiresProject = false, aggregator = true, threadSafe = true)
public final class BenchMojo extends AbstractTrainingMojo {
  /** What JMH says that shows where it is. */
  private static final Pattern TELLING =
      Pattern.compile("# (Benchmark|Parameters|Run progress): .*|No matching benchmarks.*");

  /** A regular expression that finds the benchmarks to run by name; all by default. */
  @Parameter(property = "vitlora.bench", defaultValue = ".*")
  private String bench;

  /**
   * Other values for the benchmarks' parameters: {@code name=value,value} and so on, separated by
   * blanks, {@code "batch=32 regime=full,lora-r8"} for example.
   */
  @Parameter(property = "vitlora.benchParameters", defaultValue = "")
  private String benchParameters;

  /** Where reports go; this one into {@code bench} there. */
  @Parameter(property = "vitlora.reports", defaultValue = "${basedir}/reports")
  private File reports;

  /**
   * Made by Maven.
   *
   * @param repositorySystem resolves libtorch for this platform
   */
  @Inject
  public BenchMojo(RepositorySystem repositorySystem) {
    super(repositorySystem);
  }

  @Override
  void run() throws IOException, MojoExecutionException, MojoFailureException {
    warnOfChoice("vitlora.bench names benchmarks");
    try {
      Pattern.compile(bench);
    } catch (PatternSyntaxException e) {
      throw new MojoFailureException(
          "vitlora.bench is no regular expression: " + e.getMessage(), e);
    }
    List<String> parameters = parameters();
    Path folder = reports.toPath().resolve("bench");
    try {
      List<BenchmarkFigures> figures =
          new BenchmarkRun(workerSettings()).run(bench, parameters, folder, this::tell);
      BenchmarkTable.render(figures).lines().forEach(getLog()::info);
      getLog().info("Report: " + folder.resolve("index.html").toUri());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("Interrupted; the running benchmark was ended", e);
    }
  }

  @Override
  WorkerClassPath.Resolved classPath(WorkerClassPath workers) throws MojoExecutionException {
    return workers.benchmarks();
  }

  private List<String> parameters() throws MojoFailureException {
    String given = benchParameters == null ? "" : benchParameters.strip();
    List<String> parameters = given.isEmpty() ? List.of() : List.of(given.split("\\s+"));
    for (String parameter : parameters) {
      if (!parameter.matches("\\w+=[^=]+")) {
        throw new MojoFailureException(
            "vitlora.benchParameters: '" + parameter + "' is not of the form name=value,value");
      }
    }
    return parameters;
  }

  private void tell(String line) {
    if (TELLING.matcher(line).matches()) {
      getLog().info(line);
    } else {
      getLog().debug(line);
    }
  }
}
