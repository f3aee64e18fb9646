package io.github.vitlora.report.bench;

import io.github.vitlora.io.NumberText;
import io.github.vitlora.report.ReportFolder;
import io.github.vitlora.report.allure.AllureCases;
import io.github.vitlora.report.allure.AllureSite;
import io.github.vitlora.report.table.MarkdownTable;
import io.github.vitlora.report.table.Table;
import io.github.vitlora.report.table.Table.Column;
import io.github.vitlora.report.table.TextTable;
import io.github.vitlora.report.table.TrialTimes;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.TestResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the report of benchmarks, as a folder: {@code index.html}, JMH's own {@code jmh.json}, its
 * {@code jmh.log}, and {@code summary.md}.
 */
public final class BenchmarkReport {
  private static final String NAME = "benchmarks";
  private static final List<String> FIGURES =
      List.of("Median ms", "± (99.9 %)", "Images/s", "GFLOP/s", "Of peak", "Peak memory");

  private BenchmarkReport() {}

  /**
   * Writes the report, replacing an earlier one whole.
   *
   * @param machine what the figures were measured on, name by name
   * @param json JMH's results
   * @param log what JMH said
   */
  public static void write(
      List<BenchmarkFigures> figures, Map<String, String> machine, Path json, Path log, Path folder)
      throws IOException {
    ReportFolder.replace(
        folder,
        fresh -> {
          Files.copy(json, fresh.resolve("jmh.json"));
          Files.copy(log, fresh.resolve("jmh.log"));
          Files.writeString(fresh.resolve("summary.md"), summary(figures, machine));
          Path cases = Files.createDirectories(fresh.resolve("allure-results"));
          AllureCases written = new AllureCases(NAME, cases);
          long now = Clock.systemUTC().millis();
          for (BenchmarkFigures one : figures) {
            write(written, one, figures, new TrialTimes.Span(now, now));
          }
          AllureSite.generate(NAME, machine, cases, fresh);
        });
  }

  private static String summary(List<BenchmarkFigures> figures, Map<String, String> machine) {
    StringBuilder text = new StringBuilder("# Benchmarks\n\n");
    machine.forEach(
        (name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
    return text.append('\n').append(MarkdownTable.render(table(figures))).toString();
  }

  private static void write(
      AllureCases cases, BenchmarkFigures one, List<BenchmarkFigures> all, TrialTimes.Span span) {
    String[] name = one.benchmark().split("Benchmark\\.", 2);
    String what = parameters(one);
    TestResult result =
        cases.start(
            (one.benchmark() + " " + what).strip(),
            name[name.length - 1] + (what.isEmpty() ? "" : ": " + what),
            name[0],
            name[name.length - 1],
            span);
    result.setStatus(Status.PASSED);
    Map<String, String> parameters = new LinkedHashMap<>(one.parameters());
    parameters.put("median", String.format(Locale.ROOT, "%.2f ms", one.median()));
    result.setParameters(AllureCases.parameters(parameters));
    cases.attach(
        result,
        "figures",
        "text/plain",
        ".txt",
        (TextTable.render(table(List.of(one), all))
                + "\nAll of this run:\n\n"
                + TextTable.render(table(all)))
            .getBytes(StandardCharsets.UTF_8));
    cases.write(result);
  }

  /** Makes a table with a row for each benchmark and choice of parameters. */
  public static Table table(List<BenchmarkFigures> all) {
    return table(all, all);
  }

  /**
   * Makes a table of some benchmarks.
   *
   * @param all benchmarks of the run, among which is the peak
   */
  private static Table table(List<BenchmarkFigures> some, List<BenchmarkFigures> all) {
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

  private static String parameters(BenchmarkFigures f) {
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
