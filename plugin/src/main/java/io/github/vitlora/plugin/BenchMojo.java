package io.github.vitlora.plugin;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.launch.BenchmarkRun;
import io.github.vitlora.launch.WorkerSettings;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.plugin.option.SourceOptions;
import io.github.vitlora.plugin.option.WorkerOptions;
import io.github.vitlora.report.bench.BenchmarkFigures;
import io.github.vitlora.report.bench.BenchmarkReport;
import io.github.vitlora.report.table.TextTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Measures training and evaluation steps, their parts and the image pipeline by JMH, and sets each
 * step beside the machine's best matrix product.
 */
@Mojo(name = "bench", requiresProject = false, aggregator = true, threadSafe = true)
public final class BenchMojo extends Goal {

  /** Matches what JMH says of where it is. */
  private static final Pattern TELLING =
      Pattern.compile("# (Benchmark|Parameters|Run progress): .*|No matching benchmarks.*");

  /** A regular expression that finds the benchmarks to run by name; all by default. */
  @Parameter(property = PropertyNames.BENCH, defaultValue = ".*")
  private String bench;

  /**
   * Other values for the benchmarks' parameters: {@code name=value,value} and so on, separated by
   * blanks, {@code "batch=32 regime=full,lora-r8"} for example.
   */
  @Parameter(property = PropertyNames.BENCH_PARAMETERS, defaultValue = "")
  private String benchParameters;

  /** Where reports go; this one into {@code bench} there. */
  @Parameter(property = PropertyNames.REPORTS, defaultValue = "${basedir}/reports")
  private File reports;

  /** Threads that a trial computes with; all cores by default. */
  @Parameter(property = PropertyNames.THREADS)
  private Integer threads;

  /** More arguments for the trials' JVMs, separated by blanks and quoted as in a shell. */
  @Parameter(property = PropertyNames.JVM_ARGS)
  private String jvmArgs;

  /**
   * {@code cpu}, {@code gpu} (needs {@code vitlora.libtorch}), or {@code auto}: a GPU where there
   * is one.
   */
  @Parameter(property = PropertyNames.DEVICE, defaultValue = "auto")
  private String device;

  /** Folder of another libtorch of the same version, one built for CUDA for example. */
  @Parameter(property = PropertyNames.LIBTORCH)
  private File libtorch;

  /** Where downloads and unpacked archives are kept; {@code ~/.cache/vitlora} by default. */
  @Parameter(property = PropertyNames.CACHE)
  private File cache;

  /** Asks nothing of the network, as Maven's {@code -o} does; what is missing is listed at once. */
  @Parameter(property = PropertyNames.OFFLINE, defaultValue = "false")
  private boolean offline;

  @Override
  void run(MavenBuild build)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    try {
      Pattern.compile(bench);
    } catch (PatternSyntaxException e) {
      throw new MojoFailureException(
          PropertyNames.BENCH + " is no regular expression: " + e.getMessage(), e);
    }
    List<String> parameters = parameters();
    Path folder = reports.toPath().resolve("bench");
    WorkerSettings settings =
        new WorkerOptions(threads, jvmArgs, device, libtorch)
            .benchmarks(build, new SourceOptions(cache, offline));
    List<BenchmarkFigures> figures =
        new BenchmarkRun(settings).run(bench, parameters, folder, this::tell);
    TextTable.render(BenchmarkReport.table(figures)).lines().forEach(getLog()::info);
    getLog().info("Report: " + folder.resolve("index.html").toUri());
  }

  private List<String> parameters() throws MojoFailureException {
    String given = benchParameters == null ? "" : benchParameters.strip();
    List<String> parameters = given.isEmpty() ? List.of() : List.of(given.split("\\s+"));
    for (String parameter : parameters) {
      if (!parameter.matches("\\w+=[^=]+")) {
        throw new MojoFailureException(
            "%s: '%s' is not of the form name=value,value"
                .formatted(PropertyNames.BENCH_PARAMETERS, parameter));
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
