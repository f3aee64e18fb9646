package io.github.vitlora.report.history;

import io.qameta.allure.Aggregator2;
import io.qameta.allure.ReportStorage;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.core.InMemoryReportStorage;
import io.qameta.allure.core.LaunchResults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * Writes the trends beside the page. In a single file they are buried in it, where the next report
 * could not read them; this runs after the aggregators that make them.
 */
public record HistoryKeeper(Path folder) implements Aggregator2 {

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
