package io.github.vitlora.report.text;

import io.github.vitlora.report.table.HtmlTable;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes the page that leads to the reports of a folder. */
public final class ReportOverview {

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Reports</title>
      <link rel="icon" href="data:,">
      <style>
      :root{color-scheme:light dark}
      body{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}
      ul{padding:0;list-style:none}
      li{margin:1em 0;overflow-wrap:anywhere}
      a{font-size:18px}
      p{margin:0;opacity:.8}
      </style>
      <h1>Reports</h1>
      """;

  private ReportOverview() {}

  /** Returns the names of the folders that hold a report, sorted. */
  public static List<String> reports(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> Files.isRegularFile(entry.resolve("index.html")))
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  public static String html(Path folder) throws IOException {
    List<String> names = reports(folder);
    if (names.isEmpty()) {
      return HEAD + "<p>There is none yet: vitlora:compare writes one.</p></html>\n";
    }
    StringBuilder html = new StringBuilder(HEAD + "<ul>\n");
    for (String name : names) {
      html.append(
          "<li><a href=\"%s/\">%s</a><p>%s</p></li>\n"
              .formatted(
                  URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"),
                  HtmlTable.escape(name),
                  HtmlTable.escape(about(folder.resolve(name).resolve(ResultStore.FILE)))));
    }
    return html.append("</ul></html>\n").toString();
  }

  /** Says how an experiment went; benchmarks have a report without results. */
  private static String about(Path file) {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try {
      ExperimentResults results = ResultStore.readExperiment(file);
      long unmet = results.expectations().stream().filter(e -> !e.passed()).count();
      return "%s: %d %s, %s %s"
          .formatted(
              results.passed() ? "✔ passed" : "✘ failed",
              results.trials().size(),
              results.trials().size() == 1 ? "trial" : "trials",
              results.expectations().isEmpty()
                  ? "no expectations."
                  : (results.expectations().size() - unmet)
                      + " of "
                      + results.expectations().size()
                      + " expectations met.",
              results.description())
          .strip();
    } catch (ResultException e) {
      return "Its results cannot be read.";
    }
  }
}
