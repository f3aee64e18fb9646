package io.github.vitlora.report.allure;

import io.github.vitlora.io.Json;
import io.github.vitlora.report.page.ComparePage;
import io.github.vitlora.report.table.HtmlTable;
import io.qameta.allure.Aggregator2;
import io.qameta.allure.Extension;
import io.qameta.allure.PluginConfiguration;
import io.qameta.allure.core.InMemoryReportStorage;
import io.qameta.allure.core.Plugin;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Gives Allure's navigation its page "Compare": scripts and style sheets that end up inside the
 * report, and the page's figures among the report's data.
 */
final class ComparePlugin implements Plugin {

  private static final String DATA = "data/compare.json";
  private static final String LIBRARY = "chart.js";
  private static final List<String> SCRIPTS =
      List.of(
          "dom.js",
          "theme.js",
          "table.js",
          "figures.js",
          "curves.js",
          "tradeoffs.js",
          "metrics.js",
          "differences.js",
          "predictions.js",
          "trends.js",
          "attention.js",
          "data.js",
          "page.js");
  private static final String TAB = "tab.js";
  private static final String ALONE = "alone.js";
  private static final List<String> STYLES =
      List.of("compare.css", "predictions.css", "attention.css", "data.css");

  private final ComparePage page;
  private final Map<String, Path> files;

  private ComparePlugin(ComparePage page, Map<String, Path> files) {
    this.page = page;
    this.files = files;
  }

  /**
   * Makes the plugin.
   *
   * @param folder takes the plugin's files, which have to stay until the report is written
   */
  static ComparePlugin unpack(ComparePage page, Path folder) throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put(LIBRARY, Files.writeString(folder.resolve(LIBRARY), library()));
    for (List<String> names : List.of(SCRIPTS, List.of(TAB), STYLES)) {
      for (String name : names) {
        files.put(name, Files.writeString(folder.resolve(name), resource("compare/" + name)));
      }
    }
    return new ComparePlugin(page, files);
  }

  /**
   * Renders the page as a file of its own, which needs nothing of Allure's and asks the network for
   * nothing.
   *
   * @param galleries pictures that it shows, and what it tells of them
   */
  static String alone(ComparePage page, List<Aggregator2> galleries) throws IOException {
    InMemoryReportStorage storage = new InMemoryReportStorage();
    storage.addDataBinary(DATA, page.json());
    for (Aggregator2 gallery : galleries) {
      gallery.aggregate(null, List.of(), storage);
    }
    StringBuilder html =
        new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            <link rel="icon" href="data:,">
            <style>
            body{margin:0}
            """
                .formatted(HtmlTable.escape(page.experiment())));
    for (String name : STYLES) {
      html.append(resource("compare/" + name));
    }
    html.append("</style>\n<main class=\"vl-compare\"></main>\n<script>window.reportData = ")
        .append(new String(Json.bytes(storage.getReportDataFiles()), StandardCharsets.UTF_8))
        .append(";</script>\n");
    List<String> scripts = new ArrayList<>(List.of(library()));
    for (String name : SCRIPTS) {
      scripts.add(resource("compare/" + name));
    }
    scripts.add(resource("compare/" + ALONE));
    for (String script : scripts) {
      html.append("<script>")
          .append(script.replace("</script", "<\\/script"))
          .append("</script>\n");
    }
    return html.append("</html>\n").toString();
  }

  /** Reads the chart library from its jar, whose version the jar itself names. */
  private static String library() throws IOException {
    Properties jar = new Properties();
    try (InputStream in = open("/META-INF/maven/org.webjars.npm/chart.js/pom.properties")) {
      jar.load(in);
    }
    String version = jar.getProperty("version");
    return resource("/META-INF/resources/webjars/chart.js/" + version + "/dist/chart.umd.min.js")
        // Nothing is there for developer tools to look for.
        .replaceFirst("\\s*//# sourceMappingURL=\\S+\\s*$", "\n");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = ComparePlugin.class.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException(name + " is not on the class path");
    }
    return in;
  }

  @Override
  public PluginConfiguration getConfig() {
    List<String> scripts = files.keySet().stream().filter(name -> name.endsWith(".js")).toList();
    return new PluginConfiguration()
        .setId("vitlora-compare")
        .setName("Compare")
        .setDescription("Regimes side by side")
        .setJsFiles(scripts)
        .setCssFiles(STYLES);
  }

  @Override
  public List<Extension> getExtensions() {
    return List.of(
        (Aggregator2)
            (configuration, launches, storage) -> storage.addDataBinary(DATA, page.json()));
  }

  @Override
  public Map<String, Path> getPluginFiles() {
    return Map.copyOf(files);
  }

  @Override
  @Deprecated
  public void unpackReportStatic(Path outputDirectory) {
    throw new UnsupportedOperationException("the report is one file");
  }
}
