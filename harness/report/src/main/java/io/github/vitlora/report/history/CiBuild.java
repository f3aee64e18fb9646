package io.github.vitlora.report.history;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Describes what runs the build, as far as its environment tells.
 *
 * @param name what people call it
 * @param type by which Allure picks an icon
 * @param number of the build, where it has one
 * @param label name of the job, where it has one
 * @param url where the build is seen, where it can be
 * @param commit that it builds, where it tells
 * @param commitUrl where that is seen, where it can be
 */
public record CiBuild(
    String name,
    String type,
    Optional<String> number,
    Optional<String> label,
    Optional<String> url,
    Optional<String> commit,
    Optional<String> commitUrl) {

  public static CiBuild from(Map<String, String> variables) {
    if (variables.containsKey("GITHUB_ACTIONS")) {
      String repository =
          variables.get("GITHUB_SERVER_URL") + "/" + variables.get("GITHUB_REPOSITORY");
      return new CiBuild(
          "GitHub Actions",
          "github",
          variable(variables, "GITHUB_RUN_NUMBER"),
          variable(variables, "GITHUB_WORKFLOW"),
          variable(variables, "GITHUB_RUN_ID").map(id -> repository + "/actions/runs/" + id),
          variable(variables, "GITHUB_SHA"),
          variable(variables, "GITHUB_SHA").map(sha -> repository + "/commit/" + sha));
    }
    if (variables.containsKey("GITLAB_CI")) {
      return new CiBuild(
          "GitLab CI",
          "gitlab",
          variable(variables, "CI_PIPELINE_IID"),
          variable(variables, "CI_JOB_NAME"),
          variable(variables, "CI_JOB_URL"),
          variable(variables, "CI_COMMIT_SHA"),
          variable(variables, "CI_PROJECT_URL")
              .flatMap(
                  project ->
                      variable(variables, "CI_COMMIT_SHA")
                          .map(sha -> project + "/-/commit/" + sha)));
    }
    if (variables.containsKey("JENKINS_URL")) {
      return new CiBuild(
          "Jenkins",
          "jenkins",
          variable(variables, "BUILD_NUMBER"),
          variable(variables, "JOB_NAME"),
          variable(variables, "BUILD_URL"),
          variable(variables, "GIT_COMMIT"),
          Optional.empty());
    }
    return new CiBuild(
        "vitlora",
        "vitlora",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Returns the fields of {@code executor.json}.
   *
   * @param next order of this report among those in its history, where the build has no number
   */
  public Map<String, Object> executor(String report, long next) {
    long order = order(next);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("type", type);
    fields.put("buildOrder", order);
    fields.put("buildName", title(report, order));
    url.ifPresent(u -> fields.put("buildUrl", u));
    fields.put("reportName", report);
    return fields;
  }

  /** Returns the build's number, or the next one where it has none. */
  public long order(long next) {
    return number.filter(n -> n.matches("\\d{1,18}")).map(Long::valueOf).orElse(next);
  }

  /** Returns what people call this build: job, number and, where it is known, commit. */
  String title(String report, long order) {
    String abbreviated = commit.map(sha -> sha.substring(0, Math.min(7, sha.length()))).orElse("");
    return label.orElse(report)
        + " #"
        + order
        + (abbreviated.isEmpty() ? "" : " (" + abbreviated + ")");
  }

  private static Optional<String> variable(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }
}
