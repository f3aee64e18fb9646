package io.github.vitlora.report.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkReportTest {
  private static final BenchmarkFigures STEP =
      new BenchmarkFigures(
          "TrainingStepBenchmark.step",
          Map.of("regime", "full", "precision", "float32"),
          new double[] {1000, 1100, 900},
          OptionalDouble.of(25.5),
          OptionalDouble.of(32),
          OptionalDouble.of(240),
          OptionalDouble.of(1 << 30));

  @TempDir Path folder;

  @Test
  void aSecondRunReplacesTheFirst() throws IOException {
    Path json = Files.writeString(folder.resolve("jmh.json"), "[]");
    Path log = Files.writeString(folder.resolve("jmh.log"), "# Benchmark");
    Path report = folder.resolve("reports/bench");

    for (int run = 0; run < 2; run++) {
      BenchmarkReport.write(List.of(STEP), Map.of("cores", "2"), json, log, report);
    }

    assertThat(report).isDirectoryContaining("glob:**/{index.html,jmh.json,jmh.log,summary.md}");
    assertThat(report.resolve("summary.md"))
        .content()
        .contains("- cores: 2")
        .contains("| TrainingStep step | full, float32 | 1,000.00 | 25.50 | 32.0 | 240 |");
    assertThat(folder.resolve("reports")).isDirectoryNotContaining("glob:**/.bench-new-*");
  }
}
