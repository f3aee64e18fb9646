package io.github.vitlora.report.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vitlora.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hands on what a report keeps of those before it in its folder {@code history}: a file for each
 * trend, the newest report first, and the runs of every case.
 */
public final class PastReports {

  private PastReports() {}

  /** Hands the history on to the next report. */
  public static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Files.copy(file, Files.createDirectories(to).resolve(file.getFileName().toString()));
    }
  }

  /** Hands the history on without the newest report, whose place the next one takes. */
  public static void copyWithoutNewest(Path from, Path to) throws IOException {
    copy(from, to);
    for (Path file : files(to)) {
      JsonNode content;
      try {
        content = Json.lenient().readTree(file.toFile());
      } catch (IOException e) {
        // Allure leaves such a file aside, too.
        continue;
      }
      if (content instanceof ArrayNode trend && !trend.isEmpty()) {
        trend.remove(0);
      } else if (content instanceof ObjectNode cases) {
        cases.forEach(PastReports::removeNewest);
      }
      Json.lenient().writeValue(file.toFile(), content);
    }
  }

  /** Removes the newest run of a case, and counts one less of its status. */
  private static void removeNewest(JsonNode history) {
    if (history.path("items") instanceof ArrayNode items
        && !items.isEmpty()
        && history.path("statistic") instanceof ObjectNode statistic) {
      String status = items.remove(0).path("status").asText();
      for (String count : List.of(status, "total")) {
        statistic.put(count, Math.max(0, statistic.path(count).asLong() - 1));
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> listed = Files.list(folder)) {
      return listed.filter(Files::isRegularFile).toList();
    }
  }
}
