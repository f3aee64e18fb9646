package io.github.vitlora.bench;

import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Entry point of the process that forks the benchmarks' JVMs. */
public final class BenchMain {
  private BenchMain() {}

  /**
   * Runs benchmarks and leaves JMH's own JSON.
   *
   * @param arguments a regular expression that finds the benchmarks to run by name, the file to
   *     write, and then {@code name=value,value} for each parameter that is to have other values
   * @throws RunnerException when one of them fails, or none is found
   */
  public static void main(String[] arguments) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(arguments[0])
            .shouldFailOnError(true)
            .addProfiler(PeakMemoryProfiler.class)
            .resultFormat(ResultFormatType.JSON)
            .result(arguments[1]);
    for (int i = 2; i < arguments.length; i++) {
      String[] parameter = arguments[i].split("=", 2);
      options.param(parameter[0], parameter[1].split(","));
    }
    new Runner(options.build()).run();
  }
}
