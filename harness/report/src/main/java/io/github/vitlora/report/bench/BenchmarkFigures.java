package io.github.vitlora.report.bench;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.vitlora.io.Json;
import io.github.vitlora.result.ResultException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Holds the figures of one benchmark.
 *
 * @param benchmark its class and method, {@code TrainingStepBenchmark.step} for example
 * @param parameters by name, sorted
 * @param milliseconds of each counted call, in all forks
 * @param error half the width of JMH's 99.9 % interval about the mean, in milliseconds
 * @param images of one call, if it works through images
 * @param gigaflop floating-point operations of one call in 10^9, if they are counted
 * @param peakMemory bytes that its process held at most, where the system tells
 */
public record BenchmarkFigures(
    String benchmark,
    Map<String, String> parameters,
    double[] milliseconds,
    OptionalDouble error,
    OptionalDouble images,
    OptionalDouble gigaflop,
    OptionalDouble peakMemory) {

  /** The one that every share refers to. */
  private static final String PRODUCT = "MatrixProductBenchmark.product";

  private static final String PRECISION = "precision";

  /** Copies what it is given. */
  public BenchmarkFigures {
    parameters = Map.copyOf(new TreeMap<>(parameters));
    milliseconds = milliseconds.clone();
  }

  @Override
  public double[] milliseconds() {
    return milliseconds.clone();
  }

  /** Returns the median call in milliseconds, which a disturbance of the machine moves least. */
  public double median() {
    double[] sorted = milliseconds.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Returns the images per second, by the median. */
  public OptionalDouble imagesPerSecond() {
    return images.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(images.getAsDouble() / median() * 1000);
  }

  /** Returns 10^9 floating-point operations per second, by the median. */
  OptionalDouble gigaflops() {
    return gigaflop.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(gigaflop.getAsDouble() / median() * 1000);
  }

  /**
   * Returns the share of the machine's best matrix product of the same precision, where both were
   * measured.
   *
   * @param all of one run
   */
  OptionalDouble shareOfPeak(List<BenchmarkFigures> all) {
    Optional<BenchmarkFigures> peak =
        all.stream()
            .filter(f -> f.benchmark.equals(PRODUCT))
            .filter(f -> f.parameters.get(PRECISION).equals(parameters.get(PRECISION)))
            .findFirst();
    return peak.isEmpty() || gigaflop.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(gigaflops().getAsDouble() / peak.get().gigaflops().getAsDouble());
  }

  /**
   * Reads JMH's JSON.
   *
   * @throws ResultException if it is none
   */
  public static List<BenchmarkFigures> read(Path file) {
    List<BenchmarkFigures> figures = new ArrayList<>();
    try {
      for (JsonNode one : Json.lenient().readTree(file.toFile())) {
        figures.add(figures(one));
      }
    } catch (JacksonException e) {
      throw new ResultException(file, "it is not what JMH writes: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ResultException(file, "it cannot be read: " + e.getMessage(), e);
    }
    return figures;
  }

  private static BenchmarkFigures figures(JsonNode one) {
    JsonNode primary = one.path("primaryMetric");
    JsonNode secondary = one.path("secondaryMetrics");
    List<Double> calls = new ArrayList<>();
    primary.path("rawData").forEach(fork -> fork.forEach(call -> calls.add(call.asDouble())));
    Map<String, String> parameters = new TreeMap<>();
    one.path("params").properties().forEach(p -> parameters.put(p.getKey(), p.getValue().asText()));
    String name = one.path("benchmark").asText();
    return new BenchmarkFigures(
        name.replaceFirst(".*\\.(?=[^.]+\\.[^.]+$)", ""),
        parameters,
        calls.stream().mapToDouble(Double::doubleValue).toArray(),
        number(primary.path("scoreError")),
        perCall(secondary.path("images")),
        perCall(secondary.path("gigaflop")),
        number(secondary.path("peakMemory").path("score")));
  }

  /**
   * Reads a count, which is the same in every call; JMH has 0 for what a benchmark does not count.
   */
  private static OptionalDouble perCall(JsonNode counter) {
    OptionalDouble first = number(counter.path("rawData").path(0).path(0));
    return first.isPresent() && first.getAsDouble() > 0 ? first : OptionalDouble.empty();
  }

  /** Reads a number; JMH writes "NaN" as a text where there is no error. */
  private static OptionalDouble number(JsonNode node) {
    return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
  }
}
