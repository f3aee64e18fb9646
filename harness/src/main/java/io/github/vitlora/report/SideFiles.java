package io.github.vitlora.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vitlora.result.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files beside the cases that Allure reads: environment, executor, categories. */
final class SideFiles {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A group of failures, by what Allure matches them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Category(
      String name, String messageRegex, List<String> matchedStatuses, Boolean flaky) {

    Category(String name, String messageRegex, String status) {
      this(name, messageRegex, List.of(status), null);
    }
  }

  /** How trials end whose process did, as their messages say it. */
  private static final String CRASH =
      ".*(native code crashed its JVM|its JVM was killed|its JVM was ended by signal|its JVM ran"
          + " out of Java memory|its JVM exited with).*";

  private static final List<Category> CATEGORIES =
      List.of(
          new Category("Expectations not met", VerdictCases.FAILURE + ".*", "failed"),
          new Category("Diverged trials", "(?!" + VerdictCases.FAILURE + ").*", "failed"),
          new Category("Crashes", CRASH, "broken"),
          new Category("Trials that could not run", "(?!" + CRASH + ").*", "broken"),
          new Category("Flaky trials", null, null, true));

  private SideFiles() {}

  /** What the report lists of the machine; empty if no trial told. */
  static Map<String, String> environment(Optional<Environment> environment) {
    Map<String, String> lines = new LinkedHashMap<>();
    environment.ifPresent(
        e -> {
          lines.put("os", e.os());
          lines.put("cpu", e.cpu());
          lines.put("cores", Integer.toString(e.cores()));
          lines.put("threads", Integer.toString(e.threads()));
          lines.put("java", e.java());
          lines.put("djl", e.djl());
          lines.put("pytorch", e.pytorch());
          lines.put("vitlora", e.vitlora());
        });
    return lines;
  }

  static void write(Path folder, Map<String, String> environment, Map<String, Object> executor)
      throws IOException {
    StringBuilder properties = new StringBuilder();
    environment.forEach(
        (name, value) ->
            properties.append(name).append('=').append(value.replace("\\", "\\\\")).append('\n'));
    Files.writeString(folder.resolve("environment.properties"), properties);
    JSON.writeValue(folder.resolve("executor.json").toFile(), executor);
    JSON.writeValue(folder.resolve("categories.json").toFile(), CATEGORIES);
  }

  /** The order that follows the largest in a report's history; 1 without one that can be read. */
  static long nextOrder(Path history) {
    long last = 0;
    try {
      for (JsonNode item : JSON.readTree(history.resolve("history-trend.json").toFile())) {
        last = Math.max(last, item.path("buildOrder").asLong(0));
      }
    } catch (IOException e) {
      return 1;
    }
    return last + 1;
  }
}
