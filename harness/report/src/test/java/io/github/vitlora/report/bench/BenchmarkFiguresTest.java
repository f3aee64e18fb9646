package io.github.vitlora.report.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.result.ResultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkFiguresTest {
  /** As JMH 1.37 writes it, two of its fields left out. */
  private static final String JMH =
      """
      [
        {
          "benchmark": "io.github.vitlora.bench.MatrixProductBenchmark.product",
          "mode": "ss",
          "params": {"precision": "float32"},
          "primaryMetric": {
            "score": 20.0,
            "scoreError": "NaN",
            "rawData": [[20.0]]
          },
          "secondaryMetrics": {
            "gigaflop": {"score": 8.0, "rawData": [[8.0]]},
            "images": {"score": 0.0, "rawData": [[0.0]]}
          }
        },
        {
          "benchmark": "io.github.vitlora.bench.TrainingStepBenchmark.step",
          "mode": "ss",
          "params": {"precision": "float32", "batch": "32"},
          "primaryMetric": {
            "score": 1200.0,
            "scoreError": 30.5,
            "rawData": [[1000.0, 1400.0], [1100.0, 900.0, 5000.0]]
          },
          "secondaryMetrics": {
            "gigaflop": {"score": 1100.0, "rawData": [[220.0, 220.0], [220.0, 220.0, 220.0]]},
            "images": {"score": 160.0, "rawData": [[32.0, 32.0], [32.0, 32.0, 32.0]]},
            "peakMemory": {"score": 1.5E9, "rawData": [[1.4E9, 1.5E9], [1.3E9, 1.3E9, 1.3E9]]}
          }
        }
      ]
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("jmh.json"), JMH);
  }

  @Test
  void readsWhatJmhWrites() {
    BenchmarkFigures step = BenchmarkFigures.read(file).get(1);

    assertThat(step.benchmark()).isEqualTo("TrainingStepBenchmark.step");
    assertThat(step.parameters()).isEqualTo(Map.of("precision", "float32", "batch", "32"));
    assertThat(step.median()).isEqualTo(1100);
    assertThat(step.error()).hasValue(30.5);
    assertThat(step.imagesPerSecond().getAsDouble()).isCloseTo(32 / 1.1, within(1e-9));
    assertThat(step.peakMemory()).hasValue(1.5e9);
  }

  @Test
  void aShareRefersToTheProductOfTheSamePrecision() {
    List<BenchmarkFigures> all = BenchmarkFigures.read(file);

    // 220 GFLOP in 1.1 s beside 8 GFLOP in 20 ms.
    assertThat(all.get(1).shareOfPeak(all).getAsDouble()).isCloseTo(0.5, within(1e-9));
    assertThat(all.get(1).shareOfPeak(List.of(all.get(1)))).isEmpty();
    assertThat(all.get(0).error()).isEmpty();
    assertThat(all.get(0).imagesPerSecond()).isEmpty();
  }

  @Test
  void anythingElseIsRefused() throws IOException {
    Files.writeString(file, "no JSON");

    assertThatThrownBy(() -> BenchmarkFigures.read(file))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("jmh.json");
  }
}
