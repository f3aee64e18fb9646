package io.github.vitlora.report.bench;

import io.github.vitlora.io.NumberText;
import io.github.vitlora.report.table.Table;
import io.github.vitlora.report.table.Table.Column;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Benchmarks as a table. */
public final class BenchmarkTable {
  private static final List<String> FIGURES =
      List.of("Median ms", "± (99.9 %)", "Images/s", "GFLOP/s", "Of peak", "Peak memory");

  private BenchmarkTable() {}

  /** A row for each benchmark and choice of parameters. */
  public static Table of(List<BenchmarkFigures> all) {
    return of(all, all);
  }

  /**
   * The rows of some.
   *
   * @param all of the run, among which is the peak
   */
  static Table of(List<BenchmarkFigures> some, List<BenchmarkFigures> all) {
    return new Table(
        "Benchmark",
        Stream.concat(Stream.of(Column.words("Parameters")), FIGURES.stream().map(Column::figures))
            .toList(),
        some.stream().map(figures -> row(figures, all)).toList());
  }

  private static Table.Row row(BenchmarkFigures f, List<BenchmarkFigures> all) {
    return Table.Row.of(
        f.benchmark().replace("Benchmark.", " "),
        parameters(f),
        number(OptionalDouble.of(f.median()), 2),
        number(f.error(), 2),
        number(f.imagesPerSecond(), 1),
        number(f.gigaflops(), 0),
        f.shareOfPeak(all).isPresent()
            ? NumberText.percent(f.shareOfPeak(all).getAsDouble(), 0)
            : "",
        f.peakMemory().isPresent() ? NumberText.bytes((long) f.peakMemory().getAsDouble()) : "");
  }

  static String parameters(BenchmarkFigures f) {
    return f.parameters().entrySet().stream()
        .sorted(Map.Entry.<String, String>comparingByKey().reversed())
        .map(Map.Entry::getValue)
        .collect(Collectors.joining(", "));
  }

  private static String number(OptionalDouble value, int decimals) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%,." + decimals + "f", value.getAsDouble())
        : "";
  }
}
