package io.github.vitlora.launch;

import io.github.vitlora.report.bench.BenchmarkFigures;
import io.github.vitlora.report.bench.BenchmarkReport;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;

/** Measures steps and their parts in JVMs that have the environment of workers, and reports. */
public final class BenchmarkRun {
  /** Names the class, so that nothing here loads what computes. */
  private static final String MAIN = "io.github.vitlora.bench.BenchMain";

  /** Is longer than any benchmark, which says nothing while it measures. */
  private static final Duration ANY_TIME = Duration.ofDays(365);

  private final WorkerSettings settings;

  /** Prepares to measure under the settings that trials have. */
  public BenchmarkRun(WorkerSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs benchmarks to their end, and writes their report.
   *
   * @param regex finds benchmarks by name
   * @param parameters {@code name=value,value} for each parameter that is to have other values than
   *     usual
   * @param folder of the report, replaced when all is measured
   * @param lines told of what JMH says
   * @throws IOException when a benchmark failed, naming its log, or the report cannot be written
   */
  public List<BenchmarkFigures> run(
      String regex, List<String> parameters, Path folder, Consumer<String> lines)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("vitlora-bench");
    Path json = work.resolve("jmh.json");
    Path log = work.resolve("jmh.log");
    measure(regex, parameters, json, log, lines);
    List<BenchmarkFigures> figures = BenchmarkFigures.read(json);
    BenchmarkReport.write(figures, machine(), json, log, folder);
    // Where a benchmark failed, its log stays: the message names it.
    FileUtils.deleteDirectory(work.toFile());
    return figures;
  }

  private void measure(
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

  private Map<String, String> machine() {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put(
        "system",
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
    machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    machine.put("threads", Integer.toString(settings.job().threads()));
    machine.put("java", System.getProperty("java.runtime.version"));
    return machine;
  }
}
