package io.github.vitlora.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs the benchmarks in JVMs of their own, under the environment that trials have. */
public final class BenchmarkProcess {
  /** By name, so that nothing here loads what computes. */
  private static final String MAIN = "io.github.vitlora.bench.BenchMain";

  private final ForkSettings settings;

  /** Prepares to run. */
  public BenchmarkProcess(ForkSettings settings) {
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
   * @throws IOException when they failed, with the end of what was said
   */
  public void run(
      String regex, List<String> parameters, Path results, Path log, Consumer<String> lines)
      throws IOException, InterruptedException {
    List<String> main = new ArrayList<>(List.of(MAIN, regex, results.toString()));
    main.addAll(parameters);
    ProcessBuilder builder =
        new ChildJvm(settings).prepare(log.resolveSibling("crash.log"), List.of(), main);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    try (BufferedReader said =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var kept = Files.newBufferedWriter(log)) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        kept.write(line);
        kept.newLine();
        kept.flush();
        lines.accept(line);
      }
      if (process.waitFor() != 0) {
        throw new IOException("the benchmarks ended with " + process.exitValue() + "; see " + log);
      }
    } finally {
      // JMH's own children hear of it by their broken connection.
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }
}
