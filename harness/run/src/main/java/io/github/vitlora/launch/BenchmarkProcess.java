package io.github.vitlora.launch;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Runs the benchmarks in JVMs of their own, under the environment that workers have. */
public final class BenchmarkProcess {
  /** By name, so that nothing here loads what computes. */
  private static final String MAIN = "io.github.vitlora.bench.BenchMain";

  /** A benchmark says nothing while it measures. */
  private static final Duration ANY_TIME = Duration.ofDays(365);

  private final WorkerSettings settings;

  /** Prepares to run. */
  public BenchmarkProcess(WorkerSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs benchmarks to their end.
   *
   * @param regex finds them by name
   * @param parameters {@code name=value,value} for each that is to have other values than usual
   * @param results receives JMH's JSON
   * @param log receives all that JMH says
   * @param lines told of each line as it comes
   * @throws IOException when they failed, naming the log
   */
  public void run(
      String regex, List<String> parameters, Path results, Path log, Consumer<String> lines)
      throws IOException, InterruptedException {
    Path told = Files.writeString(log.resolveSibling("settings.json"), settings.job().json());
    List<String> main = new ArrayList<>(List.of(MAIN, told.toString(), regex, results.toString()));
    main.addAll(parameters);
    ProcessBuilder builder =
        new WorkerJvm(settings)
            .prepare(log.resolveSibling("crash.log"), main)
            .redirectErrorStream(true);
    // JMH's own children hear of its end by their broken connection.
    ChildProcess<String> child = ChildProcess.start(builder, Optional::of);
    try (BufferedWriter kept = Files.newBufferedWriter(log)) {
      List<IOException> unwritten = new ArrayList<>();
      int exit =
          child.follow(
              ANY_TIME,
              line -> {
                try {
                  kept.write(line + System.lineSeparator());
                  kept.flush();
                } catch (IOException e) {
                  unwritten.add(e);
                }
                lines.accept(line);
              });
      if (exit != 0) {
        throw new IOException("the benchmarks ended with " + exit + "; see " + log);
      }
      if (!unwritten.isEmpty()) {
        throw unwritten.get(0);
      }
    } catch (TimeoutException e) {
      throw new IOException("the benchmarks hang; see " + log, e);
    } finally {
      child.end();
    }
  }
}
