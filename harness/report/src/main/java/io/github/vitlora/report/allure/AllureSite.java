package io.github.vitlora.report.allure;

import io.github.vitlora.report.page.ComparePage;
import io.qameta.allure.Aggregator2;
import io.qameta.allure.Extension;
import io.qameta.allure.Reader;
import io.qameta.allure.ReportGenerator;
import io.qameta.allure.ReportStorage;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.core.InMemoryReportStorage;
import io.qameta.allure.core.LaunchResults;
import io.qameta.allure.core.Plugin;
import io.qameta.allure.core.ResultsVisitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/** Turns Allure results into the one page that shows them. */
public final class AllureSite {

  private AllureSite() {}

  /**
   * Writes {@code index.html}, {@code compare.html} and {@code history/} into {@code folder}.
   *
   * @param name title of the page
   * @param environment what its environment box lists
   * @param results folder of Allure results
   * @param compare its page of regimes side by side
   * @param galleries pictures that page shows, and what it tells of them
   * @throws IOException if the page would ask the network for something
   */
  public static void generate(
      String name,
      Map<String, String> environment,
      Path results,
      ComparePage compare,
      List<Aggregator2> galleries,
      Path folder)
      throws IOException {
    Files.writeString(folder.resolve("compare.html"), ComparePlugin.alone(compare, galleries));
    Path parts = Files.createTempDirectory("vitlora-page-");
    try {
      List<Plugin> plugins = List.of(ComparePlugin.unpack(compare, parts));
      generate(name, environment, results, galleries, plugins, folder);
    } finally {
      FileUtils.deleteDirectory(parts.toFile());
    }
  }

  /** Writes the same without a page of regimes side by side. */
  public static void generate(
      String name, Map<String, String> environment, Path results, Path folder) throws IOException {
    generate(name, environment, results, List.of(), List.of(), folder);
  }

  private static void generate(
      String name,
      Map<String, String> environment,
      Path results,
      List<? extends Extension> galleries,
      List<Plugin> plugins,
      Path folder)
      throws IOException {
    List<Extension> extensions = new ArrayList<>(galleries);
    extensions.add(new EnvironmentReader(environment));
    extensions.add(new HistoryKeeper(folder.resolve("history")));
    QuietConfiguration configuration = new QuietConfiguration(name, extensions, plugins);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // The generator looks for its page's parts there, which inside a build tool is elsewhere.
    thread.setContextClassLoader(ReportGenerator.class.getClassLoader());
    try {
      new ReportGenerator(configuration).generateSingleFile(folder, List.of(results));
    } finally {
      thread.setContextClassLoader(before);
    }
    String page = Files.readString(folder.resolve("index.html"), StandardCharsets.UTF_8);
    for (String host : List.of("googletagmanager", "google-analytics", "gtag(")) {
      if (page.contains(host)) {
        throw new IOException("the generated page contains " + host);
      }
    }
  }

  /**
   * Hands the environment to the page. Allure reads {@code environment.properties} only in the part
   * that reads its old XML format, and loses the order of the lines.
   */
  private record EnvironmentReader(Map<String, String> environment) implements Reader {

    @Override
    public void readResults(Configuration configuration, ResultsVisitor visitor, Path folder) {
      visitor.visitExtra("environment", environment);
    }
  }

  /**
   * Writes the trends beside the page. In a single file they are buried in it, where the next
   * report could not read them; this runs after the aggregators that make them.
   */
  private record HistoryKeeper(Path folder) implements Aggregator2 {

    private static final String PREFIX = "history/";

    @Override
    public void aggregate(
        Configuration configuration, List<LaunchResults> launches, ReportStorage storage) {
      ((InMemoryReportStorage) storage)
          .getReportDataFiles()
          .forEach(
              (name, base64) -> {
                if (name.startsWith(PREFIX)) {
                  write(name.substring(PREFIX.length()), Base64.getDecoder().decode(base64));
                }
              });
    }

    private void write(String name, byte[] bytes) {
      try {
        Files.createDirectories(folder);
        Files.write(folder.resolve(name), bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
