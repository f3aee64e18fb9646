package io.github.vitlora.report.allure;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.io.NumberText;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes the Allure results of one experiment to a folder. Every id follows from the experiment and
 * the case, so that the next report knows the case again.
 */
public final class AllureCases {

  /** Names the descriptor's file beside the page. */
  public static final String DESCRIPTOR = "descriptor.json";

  /** Limits a log: a page holds its attachments, and does not open with megabytes of them. */
  static final int MOST_LOG_BYTES = 1 << 20;

  private static final String LOG = "log";

  private final String experiment;
  private final List<Link> links;
  private final FileSystemResultsWriter writer;

  /** Begins cases that belong to no experiment. */
  public AllureCases(String name, Path folder) {
    this(name, List.of(), folder);
  }

  /** Begins cases that link to the experiment's descriptor, weights and images. */
  public AllureCases(Experiment experiment, Path folder) {
    this(experiment.name(), links(experiment), folder);
  }

  private AllureCases(String experiment, List<Link> links, Path folder) {
    this.experiment = experiment;
    this.links = List.copyOf(links);
    this.writer = new FileSystemResultsWriter(folder);
  }

  /** Links the descriptor, and weights and images where people can look at their source. */
  private static List<Link> links(Experiment experiment) {
    List<Link> links = new ArrayList<>(List.of(link("descriptor", DESCRIPTOR)));
    experiment.model().sources().stream()
        .flatMap(source -> source.page().stream())
        .forEach(url -> links.add(link("weights", url)));
    experiment.dataset().origin().sources().stream()
        .flatMap(source -> source.page().stream())
        .forEach(url -> links.add(link("images", url)));
    return links;
  }

  private static Link link(String name, String url) {
    return new Link().setName(name).setUrl(url).setType("link");
  }

  /**
   * Begins a case without verdict and content.
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

  /** Makes parameters in the map's order; they take no part in telling cases apart. */
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

  /** Attaches a log, or its end where it is long: the reason of a failure stands there. */
  void attachLog(TestResult result, Path log) throws IOException {
    attach(result, LOG, "text/plain", ".txt", tail(log));
  }

  /** Reads a log, or the whole lines among its last bytes below a line that says so. */
  static byte[] tail(Path log) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(log)) {
      long left = Math.max(0, channel.size() - MOST_LOG_BYTES);
      byte[] bytes = Channels.newInputStream(channel.position(left)).readNBytes(MOST_LOG_BYTES);
      if (left == 0) {
        return bytes;
      }
      int from = lineStart(bytes);
      byte[] notice =
          "[The first %s of this log are left out.]\n"
              .formatted(NumberText.bytes(left + from))
              .getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(notice.length + bytes.length - from)
          .put(notice)
          .put(bytes, from, bytes.length - from)
          .array();
    }
  }

  private static int lineStart(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  /** Returns where the report in a folder has a trial's log, if it has one. */
  public static Path log(Path report, String experiment, String trial) {
    return report.resolve("allure-results").resolve(attachment(experiment, trial, LOG, ".txt"));
  }

  /**
   * Returns the file of an attachment.
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
