package io.github.vitlora.report.allure;

import java.nio.file.Path;

/** The logs that a report keeps of its trials. */
public final class AttachedLogs {

  private AttachedLogs() {}

  /** Where the report in a folder has a trial's log, if it has one. */
  public static Path of(Path report, String experiment, String trial) {
    return report
        .resolve("allure-results")
        .resolve(AllureCases.attachment(experiment, trial, TrialCase.LOG, ".txt"));
  }
}
