package io.github.vitlora.plugin;

import io.github.vitlora.report.table.ComparisonTable;
import io.github.vitlora.result.ExpectationOutcome;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * What a comparison came to, for the log and for the build.
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
    ComparisonTable.render(results).lines().forEach(log::info);
    log.info("");
    results.unjudged().forEach(waiting -> log.info(waiting.message()));
    results.flaky().forEach(mark -> log.warn("Flaky: " + mark.message()));
    log.info(
        "Report: "
            + reportFolder.resolve("index.html").toUri()
            + " (one file: open it in a browser)");
    List<String> problems = problems();
    if (!problems.isEmpty()) {
      throw new MojoFailureException(
          "Experiment '"
              + results.experiment()
              + "' does not hold what is expected of it:\n  - "
              + String.join("\n  - ", problems)
              + "\nSee "
              + reportFolder.resolve("index.html"));
    }
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (TrialResult trial : results.trials()) {
      if (trial.status() != TrialStatus.COMPLETED) {
        problems.add(
            trial.id()
                + " "
                + trial.status().name().toLowerCase(Locale.ROOT)
                + ": "
                + trial.message().orElse("no message"));
      }
    }
    for (ExpectationOutcome expectation : results.expectations()) {
      if (!expectation.passed()) {
        problems.add(expectation.message());
      }
    }
    if (results.shard().isEmpty() && !results.missing().isEmpty()) {
      problems.add(
          "trials are missing: "
              + String.join(", ", results.missing())
              + "; -Dvitlora.results has to name the results of every shard");
    }
    return problems;
  }
}
