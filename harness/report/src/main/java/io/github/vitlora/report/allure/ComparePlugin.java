package io.github.vitlora.report.allure;

import io.github.vitlora.report.page.ComparePage;
import io.qameta.allure.Aggregator2;
import io.qameta.allure.Extension;
import io.qameta.allure.PluginConfiguration;
import io.qameta.allure.core.Plugin;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
          "differences.js",
          "predictions.js",
          "trends.js",
          "attention.js",
          "data.js",
          "page.js");
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
    for (List<String> names : List.of(SCRIPTS, STYLES)) {
      for (String name : names) {
        files.put(name, Files.writeString(folder.resolve(name), resource("compare/" + name)));
      }
    }
    return new ComparePlugin(page, files);
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
