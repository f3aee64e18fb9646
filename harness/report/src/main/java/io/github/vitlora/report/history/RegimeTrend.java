package io.github.vitlora.report.history;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Metric.Place;
import io.github.vitlora.io.Json;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds an experiment's figures over its builds, as {@code history/regime-trend.json} keeps them.
 *
 * @param builds the newest first
 */
public record RegimeTrend(List<Point> builds) {

  /** Names its file in the folder {@code history}. */
  static final String FILE = "regime-trend.json";

  private static final int KEPT = 50;

  /**
   * Holds the figures of a build.
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
   * Holds a regime's means in a build.
   *
   * @param means by the metric's key, which is absent where no trial has it; whatever else a later
   *     version wrote of the regime stays among them
   */
  public record RegimePoint(
      String slug, String label, @JsonAnyGetter @JsonAnySetter Map<String, Object> means) {
    /** Accepts null for the means: a file that somebody edited may have none. */
    public RegimePoint {
      means = means == null ? Map.of() : means;
    }
  }

  public RegimeTrend {
    builds = withoutGaps(builds);
  }

  /** A file that somebody edited may say {@code null} for a list, or within one. */
  private static <T> List<T> withoutGaps(List<T> list) {
    return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
  }

  /** Reads the trend of a folder of history; it is empty where that cannot be read. */
  public static RegimeTrend read(Path history) {
    try {
      return new RegimeTrend(
          Json.lenient()
              .readValue(history.resolve(FILE).toFile(), new TypeReference<List<Point>>() {}));
    } catch (IOException e) {
      // A report does not fail for the ones before it.
      return new RegimeTrend(List.of());
    }
  }

  public void write(Path history) throws IOException {
    Json.lenient().writeValue(Files.createDirectories(history).resolve(FILE).toFile(), builds);
  }

  /** Returns a trend with one more build, which is the newest. */
  public RegimeTrend and(CiBuild build, long order, ExperimentResults results) {
    Point point =
        new Point(
            order,
            build.title(results.experiment(), order),
            build.url(),
            build.commit(),
            build.commitUrl(),
            results.comparisons().stream().map(RegimeTrend::regime).toList());
    return new RegimeTrend(Stream.concat(Stream.of(point), builds.stream()).limit(KEPT).toList());
  }

  private static RegimePoint regime(RegimeSummary row) {
    Map<String, Object> means = new LinkedHashMap<>();
    for (Metric metric : Metric.in(Place.TREND)) {
      row.estimate(metric)
          .map(Estimate::mean)
          .filter(Double::isFinite)
          .ifPresent(mean -> means.put(metric.key(), mean));
    }
    return new RegimePoint(row.slug(), row.label(), means);
  }
}
