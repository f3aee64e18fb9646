package io.github.vitlora.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page that GitHub Actions shows of a job. */
final class JobSummary {

  private static final String VARIABLE = "GITHUB_STEP_SUMMARY";
  private static final Logger LOGGER = LoggerFactory.getLogger(JobSummary.class);

  private JobSummary() {}

  /**
   * Appends Markdown to the page, if there is one. The report is written by then; that the page
   * cannot be is told and no more.
   *
   * @param variables environment variables
   */
  static void append(Map<String, String> variables, String markdown) {
    String file = variables.getOrDefault(VARIABLE, "");
    if (file.isBlank()) {
      return;
    }
    try {
      Files.writeString(
          Path.of(file),
          markdown + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException | InvalidPathException e) {
      LOGGER.warn(
          "The summary is not in the job's page: {} ({}): {}", file, VARIABLE, e.toString());
    }
  }
}
