package io.github.vitlora.report.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An experiment's figures over its builds, as {@code history/regime-trend.json} keeps them.
 *
 * @param builds the newest first
 */
public record Trend(List<Point> builds) {

  /** Its file among those that a report keeps of the ones before it. */
  static final String FILE = "regime-trend.json";

  private static final int KEPT = 50;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * A build.
   *
   * @param order by which builds follow one another
   * @param name what people call it
   * @param url where it is seen, where it can be
   * @param commit that it built, where it is known
   * @param commitUrl where that is seen, where it can be
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Point(
      long order,
      String name,
      Optional<String> url,
      Optional<String> commit,
      Optional<String> commitUrl,
      List<RegimePoint> regimes) {

    public Point {
      regimes = withoutGaps(regimes);
    }
  }

  /**
   * A regime's means in a build; one is absent where no trial has it.
   *
   * @param testAccuracy share of the test images classified correctly
   * @param trainingSeconds time of the training passes
   * @param peakMemoryBytes peak resident memory of a trial's process
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record RegimePoint(
      String slug,
      String label,
      Optional<Double> testAccuracy,
      Optional<Double> trainingSeconds,
      Optional<Double> peakMemoryBytes) {}

  public Trend {
    builds = withoutGaps(builds);
  }

  /** A file that somebody edited may say {@code null} for a list, or within one. */
  private static <T> List<T> withoutGaps(List<T> list) {
    return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
  }

  /** What a folder of history holds; nothing where that cannot be read. */
  public static Trend read(Path history) {
    try {
      return new Trend(
          JSON.readValue(history.resolve(FILE).toFile(), new TypeReference<List<Point>>() {}));
    } catch (IOException e) {
      // A report does not fail for the ones before it.
      return new Trend(List.of());
    }
  }

  public void write(Path history) throws IOException {
    JSON.writeValue(Files.createDirectories(history).resolve(FILE).toFile(), builds);
  }

  /** With a build more, which is the newest. */
  public Trend and(Build build, long order, ExperimentResults results) {
    Point point =
        new Point(
            order,
            build.title(results.experiment(), order),
            build.url(),
            build.commit(),
            build.commitUrl(),
            results.comparisons().stream().map(Trend::regime).toList());
    return new Trend(Stream.concat(Stream.of(point), builds.stream()).limit(KEPT).toList());
  }

  private static RegimePoint regime(RegimeSummary row) {
    return new RegimePoint(
        row.slug(),
        row.label(),
        mean(row, Metric.TEST_ACCURACY),
        mean(row, Metric.TRAINING_SECONDS),
        mean(row, Metric.PEAK_MEMORY_BYTES));
  }

  private static Optional<Double> mean(RegimeSummary row, Metric metric) {
    return row.estimate(metric).map(Estimate::mean).filter(Double::isFinite);
  }
}
