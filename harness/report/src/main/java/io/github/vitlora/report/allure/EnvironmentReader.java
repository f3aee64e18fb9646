package io.github.vitlora.report.allure;

import io.qameta.allure.Reader;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.core.ResultsVisitor;
import java.nio.file.Path;
import java.util.Map;

/**
 * Hands the environment to the page. Allure reads {@code environment.properties} only in the part
 * that reads its old XML format, and loses the order of the lines.
 */
record EnvironmentReader(Map<String, String> environment) implements Reader {

  @Override
  public void readResults(Configuration configuration, ResultsVisitor visitor, Path folder) {
    visitor.visitExtra("environment", environment);
  }
}
