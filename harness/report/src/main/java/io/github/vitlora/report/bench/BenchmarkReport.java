package io.github.vitlora.report.bench;

import io.github.vitlora.report.ReportFolder;
import io.github.vitlora.report.allure.AllureCases;
import io.github.vitlora.report.allure.AllureSite;
import io.github.vitlora.report.table.MarkdownTable;
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

/**
 * The report of benchmarks, as a folder: {@code index.html}, JMH's own {@code jmh.json}, its {@code
 * jmh.log}, and {@code summary.md}.
 */
public final class BenchmarkReport {
  private static final String NAME = "benchmarks";

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
    return text.append('\n').append(MarkdownTable.render(BenchmarkTable.of(figures))).toString();
  }

  private static void write(
      AllureCases cases, BenchmarkFigures one, List<BenchmarkFigures> all, TrialTimes.Span span) {
    String[] name = one.benchmark().split("Benchmark\\.", 2);
    String what = BenchmarkTable.parameters(one);
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
        (TextTable.render(BenchmarkTable.of(List.of(one), all))
                + "\nAll of this run:\n\n"
                + TextTable.render(BenchmarkTable.of(all)))
            .getBytes(StandardCharsets.UTF_8));
    cases.write(result);
  }
}
