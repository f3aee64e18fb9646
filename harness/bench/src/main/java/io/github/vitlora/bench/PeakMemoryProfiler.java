package io.github.vitlora.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Reports the most memory that a benchmark's process has held, on Linux only. */
public final class PeakMemoryProfiler implements InternalProfiler {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Is called by JMH. */
  public PeakMemoryProfiler() {}

  @Override
  public String getDescription() {
    return "peak resident memory";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    // The peak is the process's, its set-up included: nothing begins with an iteration.
  }

  @Override
  @SuppressWarnings("rawtypes") // as JMH declares it
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    if (!Files.isReadable(STATUS)) {
      return List.of();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .map(bytes -> new ScalarResult("peakMemory", bytes, "bytes", AggregationPolicy.MAX))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
