package io.github.vitlora.report.bench;

import io.github.vitlora.report.table.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Benchmarks as a table in Markdown, which a terminal shows as well. */
public final class BenchmarkTable {
  private static final List<String> HEADER =
      List.of(
          "benchmark",
          "parameters",
          "median ms",
          "+/- (99.9 %)",
          "images/s",
          "GFLOP/s",
          "of peak",
          "peak memory");

  private BenchmarkTable() {}

  /** The table, its columns aligned. */
  public static String render(List<BenchmarkFigures> all) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    all.forEach(figures -> rows.add(row(figures, all)));
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < HEADER.size(); column++) {
      int index = column;
      widths.add(rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0));
    }
    List<String> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(line(row, widths)));
    lines.add(1, rule(widths));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> row(BenchmarkFigures f, List<BenchmarkFigures> all) {
    return List.of(
        f.benchmark().replace("Benchmark.", " "),
        parameters(f),
        number(OptionalDouble.of(f.median()), 2),
        number(f.error(), 2),
        number(f.imagesPerSecond(), 1),
        number(f.gigaflops(), 0),
        f.shareOfPeak(all).isPresent() ? Units.percent(f.shareOfPeak(all).getAsDouble(), 0) : "",
        f.peakMemory().isPresent() ? Units.bytes((long) f.peakMemory().getAsDouble()) : "");
  }

  static String parameters(BenchmarkFigures f) {
    return f.parameters().entrySet().stream()
        .sorted(java.util.Map.Entry.<String, String>comparingByKey().reversed())
        .map(java.util.Map.Entry::getValue)
        .collect(Collectors.joining(", "));
  }

  private static String number(OptionalDouble value, int decimals) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%,." + decimals + "f", value.getAsDouble())
        : "";
  }

  /** Names to the left, numbers to the right. */
  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder("|");
    for (int column = 0; column < row.size(); column++) {
      String side = column < 2 ? "-" : "";
      line.append(" %".concat(side + widths.get(column) + "s |").formatted(row.get(column)));
    }
    return line.toString();
  }

  private static String rule(List<Integer> widths) {
    StringBuilder line = new StringBuilder("|");
    for (int column = 0; column < widths.size(); column++) {
      String dashes = "-".repeat(widths.get(column));
      line.append(column < 2 ? " " + dashes + " |" : " " + dashes + ":|");
    }
    return line.toString();
  }
}
