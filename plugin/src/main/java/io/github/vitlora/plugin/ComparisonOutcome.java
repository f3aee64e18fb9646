package io.github.vitlora.plugin;

import io.github.vitlora.report.table.RegimeTable;
import io.github.vitlora.report.table.TextTable;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.verdict.Answer;
import io.github.vitlora.verdict.ExpectationOutcome;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * Tells the log and the build what a comparison came to.
 *
 * @param results that were reported
 * @param reportFolder where the report is
 */
record ComparisonOutcome(ExperimentResults results, Path reportFolder) {

  /**
   * Prints the comparison and where its report is.
   *
   * @throws MojoFailureException when a trial or an expectation failed, or trials are missing
   */
  void tell(Log log) throws MojoFailureException {
    log.info("");
    TextTable.render(RegimeTable.of(results), TextTable.TERMINAL).lines().forEach(log::info);
    log.info("");
    results.unjudged().forEach(waiting -> log.info(waiting.message()));
    results.baseline().stream()
        .flatMap(baseline -> baseline.regimes().stream())
        .forEach(change -> log.info("Since the baseline: " + change.message()));
    results.expectations().stream()
        .filter(ExpectationOutcome::onlyWarns)
        .forEach(outcome -> log.warn(outcome.message()));
    results.flaky().forEach(mark -> log.warn("Flaky: " + mark.message()));
    log.info(
        "Report: "
            + reportFolder.resolve("index.html").toUri()
            + " (one file: open it in a browser)");
    for (Answer answer : results.questions()) {
      log.info(answer.question() + ": " + answer.message());
    }
    List<String> problems = results.problems();
    if (!problems.isEmpty()) {
      String merging =
          results.shard().isEmpty() && !results.missing().isEmpty()
              ? "\n-Dvitlora.results has to name the results of every shard."
              : "";
      throw new MojoFailureException(
          "Experiment '"
              + results.experiment()
              + "' does not hold what is expected of it:\n  - "
              + String.join("\n  - ", problems)
              + merging
              + "\nSee "
              + reportFolder.resolve("index.html"));
    }
  }
}
