package io.github.vitlora.report.allure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.vitlora.io.Json;
import io.github.vitlora.result.Environment;
import io.github.vitlora.result.FailureKind;
import io.qameta.allure.model.StatusDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the files beside the cases that Allure reads: environment, executor, categories. */
public final class AllureSideFiles {

  /** Describes a group of failures by what Allure matches. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Category(String name, String traceRegex, Boolean flaky) {}

  /** Begins the last line of a failure's trace, which categories know it by. */
  private static final String KIND = "kind: ";

  private static final String EXPECTATION = "expectation";
  private static final List<Category> CATEGORIES = categories();

  private AllureSideFiles() {}

  private static List<Category> categories() {
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    kinds.put("Expectations not met", List.of(EXPECTATION));
    for (FailureKind kind : FailureKind.values()) {
      kinds.computeIfAbsent(category(kind), name -> new ArrayList<>()).add(kind.name());
    }
    List<Category> categories = new ArrayList<>();
    kinds.forEach(
        (name, known) ->
            categories.add(
                new Category(name, "(.*\n)?" + KIND + "(" + String.join("|", known) + ")", null)));
    categories.add(new Category("Flaky trials", null, true));
    return categories;
  }

  private static String category(FailureKind kind) {
    return switch (kind) {
      case DIVERGENCE -> "Diverged trials";
      case NATIVE_CRASH, KILLED, OUT_OF_MEMORY, EXIT -> "Crashes";
      case HUNG -> "Trials that hung";
      case INPUT, SOURCE -> "Data or weights that cannot be used";
      case DISK -> "Faults of files and disks";
      case LIBRARY, DEVICE, PRECISION -> "Trials that this machine cannot run";
      case ENGINE, CODE, LAUNCH, LEARNING_RATE, UNKNOWN -> "Trials that could not run";
    };
  }

  /** Describes a trial that did not complete, so that it comes into its category. */
  static StatusDetails details(FailureKind kind, String message) {
    String trace = message.lines().count() > 1 ? message + "\n" : "";
    return new StatusDetails()
        .setMessage(message.lines().findFirst().orElseThrow())
        .setTrace(trace + KIND + kind.name());
  }

  /** Describes an expectation that is not met, likewise. */
  static StatusDetails unmet(String message) {
    return new StatusDetails().setMessage(message).setTrace(KIND + EXPECTATION);
  }

  /** Returns what the report lists of the machine; empty if no trial told. */
  public static Map<String, String> environment(Optional<Environment> environment) {
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

  public static void write(
      Path folder, Map<String, String> environment, Map<String, Object> executor)
      throws IOException {
    StringBuilder properties = new StringBuilder();
    environment.forEach(
        (name, value) ->
            properties.append(name).append('=').append(value.replace("\\", "\\\\")).append('\n'));
    Files.writeString(folder.resolve("environment.properties"), properties);
    Json.lenient().writeValue(folder.resolve("executor.json").toFile(), executor);
    Json.lenient().writeValue(folder.resolve("categories.json").toFile(), CATEGORIES);
  }

  /** Returns the order after the largest in a report's history; 1 where none can be read. */
  public static long nextOrder(Path history) {
    long last = 0;
    try {
      for (JsonNode item :
          Json.lenient().readTree(history.resolve("history-trend.json").toFile())) {
        last = Math.max(last, item.path("buildOrder").asLong(0));
      }
    } catch (IOException e) {
      return 1;
    }
    return last + 1;
  }
}
