package io.github.vitlora.bench;

import io.github.vitlora.job.JobSettings;
import io.github.vitlora.worker.Libtorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs in the process that forks the benchmarks' JVMs. */
public final class BenchMain {
  private BenchMain() {}

  /**
   * Runs benchmarks and writes JMH's own JSON.
   *
   * @param arguments a file that holds {@link JobSettings} as JSON, a regular expression that finds
   *     the benchmarks to run by name, the file to write, and then {@code name=value,value} for
   *     each parameter that is to have other values
   * @throws RunnerException when one of them fails, or none is found
   */
  public static void main(String[] arguments) throws IOException, RunnerException {
    JobSettings settings = JobSettings.read(Files.readString(Path.of(arguments[0])));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .jvmArgsAppend(
                Libtorch.properties(settings).entrySet().stream()
                    .map(property -> "-D" + property.getKey() + "=" + property.getValue())
                    .toArray(String[]::new))
            .include(arguments[1])
            .shouldFailOnError(true)
            .addProfiler(PeakMemoryProfiler.class)
            .resultFormat(ResultFormatType.JSON)
            .result(arguments[2]);
    for (int i = 3; i < arguments.length; i++) {
      String[] parameter = arguments[i].split("=", 2);
      options.param(parameter[0], parameter[1].split(","));
    }
    new Runner(options.build()).run();
  }
}
