package io.github.vitlora.run;

import io.github.vitlora.launch.BenchmarkProcess;
import io.github.vitlora.launch.WorkerSettings;
import io.github.vitlora.report.bench.BenchmarkFigures;
import io.github.vitlora.report.bench.BenchmarkReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;

/** Measures steps and their parts, and reports them. */
public final class BenchmarkRun {
  private final WorkerSettings settings;

  /** Prepares to measure under the settings that trials have. */
  public BenchmarkRun(WorkerSettings settings) {
    this.settings = settings;
  }

  /**
   * Measures.
   *
   * @param regex finds benchmarks by name
   * @param parameters {@code name=value,value} for each parameter that is to have other values than
   *     usual
   * @param folder of the report, replaced when all is measured
   * @param lines told of what JMH says
   * @throws IOException when a benchmark failed, or the report cannot be written
   */
  public List<BenchmarkFigures> run(
      String regex, List<String> parameters, Path folder, Consumer<String> lines)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("vitlora-bench");
    try {
      Path json = work.resolve("jmh.json");
      Path log = work.resolve("jmh.log");
      new BenchmarkProcess(settings).run(regex, parameters, json, log, lines);
      List<BenchmarkFigures> figures = BenchmarkFigures.read(json);
      BenchmarkReport.write(figures, machine(), json, log, folder);
      return figures;
    } finally {
      FileUtils.deleteDirectory(work.toFile());
    }
  }

  private Map<String, String> machine() {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    machine.put("threads", Integer.toString(settings.job().threads()));
    machine.put("java", System.getProperty("java.runtime.version"));
    return machine;
  }
}
