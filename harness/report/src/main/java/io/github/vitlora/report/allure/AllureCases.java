package io.github.vitlora.report.allure;

import io.github.vitlora.report.chart.ChartImage;
import io.github.vitlora.report.table.TrialTimes;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Link;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.TestResult;
import io.qameta.allure.util.ResultsUtils;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A folder of Allure results of one experiment. Every id follows from the experiment and the case,
 * so that the next report knows the case again.
 */
public final class AllureCases {

  private final String experiment;
  private final List<Link> links;
  private final FileSystemResultsWriter writer;

  public AllureCases(String experiment, Path folder) {
    this(experiment, List.of(), folder);
  }

  /**
   * Cases that lead to their sources.
   *
   * @param links that every case has
   */
  public AllureCases(String experiment, List<Link> links, Path folder) {
    this.experiment = experiment;
    this.links = List.copyOf(links);
    this.writer = new FileSystemResultsWriter(folder);
  }

  /**
   * A case without verdict and content.
   *
   * @param key names it within the experiment
   * @param name what people read
   * @param suite the group it is shown in
   * @param story the group within the group
   */
  public TestResult start(
      String key, String name, String suite, String story, TrialTimes.Span span) {
    TestResult result = new TestResult();
    result.setUuid(id(key));
    result.setHistoryId(id("history of " + key));
    result.setTestCaseId(id("case " + key));
    result.setName(name);
    result.setFullName(experiment + "." + key);
    result.setStage(Stage.FINISHED);
    result.setLinks(new ArrayList<>(links));
    result.setStart(span.start());
    result.setStop(span.stop());
    result.setLabels(
        new ArrayList<>(
            List.of(
                ResultsUtils.createParentSuiteLabel(experiment),
                ResultsUtils.createSuiteLabel(suite),
                ResultsUtils.createEpicLabel(experiment),
                ResultsUtils.createFeatureLabel(suite),
                ResultsUtils.createStoryLabel(story),
                ResultsUtils.createFrameworkLabel("vitlora"),
                ResultsUtils.createLanguageLabel("java"))));
    return result;
  }

  /** Parameters in the map's order; they take no part in telling cases apart. */
  public static List<Parameter> parameters(Map<String, String> figures) {
    List<Parameter> parameters = new ArrayList<>();
    figures.forEach(
        (name, value) ->
            parameters.add(ResultsUtils.createParameter(name, value).setExcluded(true)));
    return parameters;
  }

  void attachCharts(TestResult result, List<ChartImage> charts) {
    for (ChartImage chart : charts) {
      if (chart.png().isPresent()) {
        attach(result, chart.title(), "image/png", ".png", chart.png().get());
      } else {
        byte[] sentence = chart.absence().getBytes(StandardCharsets.UTF_8);
        attach(result, chart.title(), "text/plain", ".txt", sentence);
      }
    }
  }

  public void attach(TestResult result, String name, String type, String extension, byte[] bytes) {
    String source = source(experiment, result.getUuid(), name, extension);
    writer.write(source, new ByteArrayInputStream(bytes));
    result.getAttachments().add(new Attachment().setName(name).setType(type).setSource(source));
  }

  public void write(TestResult result) {
    writer.write(result);
  }

  /** Where the report in a folder has a trial's log, if it has one. */
  public static Path log(Path report, String experiment, String trial) {
    return report
        .resolve("allure-results")
        .resolve(attachment(experiment, trial, TrialCase.LOG, ".txt"));
  }

  /**
   * The file of an attachment.
   *
   * @param key of its case
   */
  static String attachment(String experiment, String key, String name, String extension) {
    return source(experiment, id(experiment, key), name, extension);
  }

  private static String source(String experiment, String uuid, String name, String extension) {
    return id(experiment, uuid + "/" + name) + "-attachment" + extension;
  }

  private String id(String key) {
    return id(experiment, key);
  }

  private static String id(String experiment, String key) {
    String name = "vitlora/" + experiment + "/" + key;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
