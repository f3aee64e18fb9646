package io.github.vitlora.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What runs the build, as far as its environment tells.
 *
 * @param name what people call it
 * @param type by which Allure picks an icon
 * @param number of the build, where it has one
 * @param label name of the job, where it has one
 * @param url where the build is seen, where it can be
 */
record Build(
    String name,
    String type,
    Optional<String> number,
    Optional<String> label,
    Optional<String> url) {

  static Build from(Map<String, String> variables) {
    if (variables.containsKey("GITHUB_ACTIONS")) {
      String repository =
          variables.get("GITHUB_SERVER_URL") + "/" + variables.get("GITHUB_REPOSITORY");
      return new Build(
          "GitHub Actions",
          "github",
          variable(variables, "GITHUB_RUN_NUMBER"),
          variable(variables, "GITHUB_WORKFLOW"),
          variable(variables, "GITHUB_RUN_ID").map(id -> repository + "/actions/runs/" + id));
    }
    if (variables.containsKey("GITLAB_CI")) {
      return new Build(
          "GitLab CI",
          "gitlab",
          variable(variables, "CI_PIPELINE_IID"),
          variable(variables, "CI_JOB_NAME"),
          variable(variables, "CI_JOB_URL"));
    }
    if (variables.containsKey("JENKINS_URL")) {
      return new Build(
          "Jenkins",
          "jenkins",
          variable(variables, "BUILD_NUMBER"),
          variable(variables, "JOB_NAME"),
          variable(variables, "BUILD_URL"));
    }
    return new Build("vitlora", "vitlora", Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * As {@code executor.json} has it.
   *
   * @param next order of this report among those in its history, where the build has no number
   */
  Map<String, Object> executor(String report, long next) {
    long order = number.filter(n -> n.matches("\\d{1,18}")).map(Long::valueOf).orElse(next);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("type", type);
    fields.put("buildOrder", order);
    fields.put("buildName", label.orElse(report) + " #" + order);
    url.ifPresent(u -> fields.put("buildUrl", u));
    fields.put("reportName", report);
    return fields;
  }

  private static Optional<String> variable(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }
}
