package io.github.vitlora.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Shard;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.report.allure.AllureCases;
import io.github.vitlora.report.allure.QuietConfiguration;
import io.github.vitlora.report.history.RegimeTrend;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.verdict.FlakyTrial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class AllureReportTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final ReportMaterial NO_LOGS = ReportMaterial.of(id -> Optional.empty());

  @TempDir Path temporary;
  private Path folder;

  private final AllureReport report = new AllureReport(Clock.fixed(NOW, ZoneOffset.UTC), Map.of());
  private final Experiment experiment =
      Samples.experiment(
          List.of(1L),
          List.of(2, 16),
          List.of(
              Expectation.of(
                  "lora", Optional.of(2), Metric.TEST_ACCURACY, new Expectation.AtLeast(0.99))));

  @BeforeEach
  void place() {
    folder = temporary.resolve("reports/imagewoof");
  }

  @Test
  void thePageIsOneFileThatLoadsAndSendsNothing() throws IOException {
    report.write(experiment, completed(), NO_LOGS, folder);

    String whole = Files.readString(folder.resolve("index.html"));
    List<String> scripts = decoded(whole);
    // Base64 spells any short word sooner or later, so it is looked at decoded.
    String page = whole.replaceAll("[A-Za-z0-9+/=]{200,}", "…");
    assertThat(scripts)
        .as("Allure's script and style, and the page Compare's")
        .hasSizeGreaterThan(10);
    for (String text : Stream.concat(Stream.of(page), scripts.stream()).toList()) {
      assertThat(text)
          .doesNotContain("googletagmanager")
          .doesNotContain("google-analytics")
          .doesNotContain("gtag");
    }
    assertThat(links(page)).isNotEmpty().allMatch(link -> link.startsWith("data:"));
    assertThat(page).doesNotContain("@import").doesNotContain("url(http");
    assertThat(scripts).noneMatch(css -> css.contains("url(http") || css.contains("@import"));
  }

  @Test
  void noPartOfTheGeneratorIsTheOneThatPostsToAnAnalyticsService() {
    assertThat(new QuietConfiguration("x", List.of(), List.of()).getExtensions())
        .hasSizeGreaterThan(20)
        .noneMatch(extension -> extension.getClass().getName().contains(".ga."));
    assertThatThrownBy(() -> Class.forName("org.apache.http.client.HttpClient"))
        .as("the client by which it would post is not on the class path")
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void everyTrialExpectationAndTheComparisonIsACase() throws IOException {
    List<TrialResult> trials = new ArrayList<>(Samples.allCompleted(experiment));
    trials.set(
        2, Samples.stopped(experiment.trials().get(2), TrialStatus.DIVERGED, "loss is NaN", 1));
    trials.set(
        3,
        Samples.stopped(
            experiment.trials().get(3), TrialStatus.FAILED, "no memory\n\tat Main.java", 0));
    Path log = Files.writeString(temporary.resolve("trial.log"), "epoch 1");
    Files.setLastModifiedTime(log, FileTime.from(NOW.minusSeconds(600)));

    report.write(
        experiment,
        results(trials),
        ReportMaterial.of(id -> id.equals("full-seed1") ? Optional.of(log) : Optional.empty()),
        folder);

    Map<String, JsonNode> cases = cases();
    assertThat(cases.keySet())
        .containsExactlyInAnyOrder(
            "imagewoof.full-seed1",
            "imagewoof.linear-probe-seed1",
            "imagewoof.lora-r2-seed1",
            "imagewoof.lora-r16-seed1",
            "imagewoof.comparison",
            "imagewoof.expectation lora-r2-testAccuracy-atLeast");
    JsonNode full = cases.get("imagewoof.full-seed1");
    assertThat(full.at("/status").asText()).isEqualTo("passed");
    assertThat(full.at("/stop").asLong()).isEqualTo(NOW.minusSeconds(600).toEpochMilli());
    assertThat(full.at("/stop").asLong() - full.at("/start").asLong())
        .isEqualTo(Math.round(1000 * trials.get(0).wallSeconds()));
    assertThat(full.at("/steps")).hasSize(5);
    assertThat(full.at("/steps/0/name").asText()).startsWith("epoch 1: loss 0.3500");
    assertThat(full.at("/attachments").findValuesAsText("name"))
        .containsExactly(
            "Loss of full fine-tuning, seed 1", "Accuracy of full fine-tuning, seed 1", "log");
    for (JsonNode attachment : full.at("/attachments")) {
      assertThat(folder.resolve("allure-results").resolve(attachment.at("/source").asText()))
          .isNotEmptyFile();
    }
    JsonNode diverged = cases.get("imagewoof.lora-r2-seed1");
    assertThat(diverged.at("/status").asText()).isEqualTo("failed");
    assertThat(diverged.at("/steps")).hasSize(1);
    JsonNode failed = cases.get("imagewoof.lora-r16-seed1");
    assertThat(failed.at("/status").asText()).isEqualTo("broken");
    assertThat(failed.at("/statusDetails/message").asText()).isEqualTo("no memory");
    assertThat(failed.at("/statusDetails/trace").asText()).contains("Main.java");
    JsonNode unmet = cases.get("imagewoof.expectation lora-r2-testAccuracy-atLeast");
    assertThat(unmet.at("/status").asText()).isEqualTo("failed");
    assertThat(category("data/categories.json"))
        .contains("Diverged trials", "Trials that could not run", "Expectations not met");
  }

  @Test
  void casesKeepTheirIdentityFromReportToReport() throws IOException {
    report.write(experiment, completed(), NO_LOGS, folder);
    Map<String, JsonNode> first = cases();
    report.write(experiment, completed(), NO_LOGS, folder);
    Map<String, JsonNode> second = cases();

    assertThat(second).isEqualTo(first);
    assertThat(first.values().stream().map(c -> c.at("/historyId").asText()))
        .doesNotHaveDuplicates();
  }

  @Test
  void theTrendGrowsWithEveryReport() throws IOException {
    report.write(experiment, completed(), NO_LOGS, folder);
    report.write(experiment, completed(), NO_LOGS, folder);

    JsonNode kept =
        new ObjectMapper().readTree(folder.resolve("history/history-trend.json").toFile());
    assertThat(kept).hasSize(2);
    assertThat(kept.findValuesAsText("buildOrder")).containsExactly("2", "1");
    assertThat(new ObjectMapper().readTree(pageData("widgets/history-trend.json"))).hasSize(2);
  }

  @Test
  void aReportOfTheSameRunTakesItsPlaceInTheTrend() throws IOException {
    report.write(experiment, completed(), NO_LOGS, folder);
    report.write(experiment, completed(), NO_LOGS, folder);
    JsonNode before = history("history.json");
    report.writeAgain(experiment, completed(), NO_LOGS, folder);

    assertThat(history("history-trend.json").findValuesAsText("buildOrder"))
        .containsExactly("2", "1");
    assertThat(history("duration-trend.json")).hasSize(2);
    JsonNode after = history("history.json");
    assertThat(after).hasSameSizeAs(before);
    assertThat(after.findValues("statistic")).isEqualTo(before.findValues("statistic"));
    assertThat(after.findValues("items")).isNotEmpty().allMatch(items -> items.size() == 2);
  }

  @Test
  void aTrialThatCameOutOtherwiseIsFlaky() throws IOException {
    ExperimentResults marked =
        completed().withFlaky(List.of(new FlakyTrial("full-seed1", "it ran twice and differs")));
    report.write(experiment, marked, NO_LOGS, folder);

    assertThat(cases().get("imagewoof.full-seed1").at("/statusDetails/flaky").asBoolean()).isTrue();
    assertThat(cases().get("imagewoof.full-seed1").at("/status").asText()).isEqualTo("passed");
    assertThat(cases().get("imagewoof.lora-r2-seed1").at("/statusDetails/flaky").asBoolean())
        .isFalse();
    assertThat(Files.readString(folder.resolve("summary.md")))
        .contains("Flaky: it ran twice and differs.");
  }

  @Test
  void anExpectationThatWaitsForOtherShardsIsSkipped() throws IOException {
    List<TrialResult> here = Samples.allCompleted(experiment).subList(0, 2);
    report.write(
        experiment,
        Comparison.results(
            experiment,
            Optional.empty(),
            here,
            Optional.of(new Shard(1, 2)),
            List.of("lora-r2-seed1", "lora-r16-seed1")),
        NO_LOGS,
        folder);

    JsonNode waiting = cases().get("imagewoof.expectation lora-r2-testAccuracy-atLeast");
    assertThat(waiting.at("/status").asText()).isEqualTo("skipped");
    assertThat(waiting.at("/statusDetails/message").asText())
        .isEqualTo("testAccuracy of LoRA r=2 is not judged: other shards have lora-r2-seed1");
  }

  @Test
  void aReportKeepsTheLogsOfItsTrials() throws IOException {
    Path log = Files.writeString(temporary.resolve("trial.log"), "epoch 1");
    report.write(
        experiment,
        completed(),
        ReportMaterial.of(id -> id.equals("full-seed1") ? Optional.of(log) : Optional.empty()),
        folder);

    assertThat(AllureCases.log(folder, "imagewoof", "full-seed1")).hasContent("epoch 1");
    assertThat(AllureCases.log(folder, "imagewoof", "lora-r2-seed1")).doesNotExist();
  }

  @Test
  void theRegimesFiguresAreKeptBuildByBuild() throws IOException {
    Map<String, String> variables =
        Map.of(
            "JENKINS_URL",
            "https://ci",
            "BUILD_URL",
            "https://ci/7",
            "BUILD_NUMBER",
            "7",
            "JOB_NAME",
            "woof",
            "GIT_COMMIT",
            "0123456789abcdef");
    report.write(experiment, completed(), NO_LOGS, folder);
    new AllureReport(Clock.fixed(NOW, ZoneOffset.UTC), variables)
        .write(experiment, completed(), NO_LOGS, folder);
    report.writeAgain(experiment, completed(), NO_LOGS, folder);
    new AllureReport(Clock.fixed(NOW, ZoneOffset.UTC), variables)
        .writeAgain(experiment, completed(), NO_LOGS, folder);

    RegimeTrend trend = RegimeTrend.read(folder.resolve("history"));
    assertThat(trend.builds()).hasSize(2);
    RegimeTrend.Point newest = trend.builds().get(0);
    assertThat(newest.name()).isEqualTo("woof #7 (0123456)");
    assertThat(newest.url()).contains("https://ci/7");
    assertThat(newest.commit()).contains("0123456789abcdef");
    assertThat(newest.regimes())
        .extracting(RegimeTrend.RegimePoint::slug)
        .contains("full", "lora-r16");
    assertThat(newest.regimes().get(0).means())
        .containsEntry(
            Metric.TEST_ACCURACY.key(),
            completed().comparisons().get(0).estimate(Metric.TEST_ACCURACY).orElseThrow().mean());
  }

  @Test
  void casesLeadToDescriptorAndWeightsAndCrashesAreACategory() throws IOException {
    List<TrialResult> trials = new ArrayList<>(Samples.allCompleted(experiment));
    trials.set(
        0,
        Samples.stopped(
            experiment.trials().get(0), FailureKind.NATIVE_CRASH, "words of another version", 0));
    trials.set(
        1,
        Samples.stopped(
            experiment.trials().get(1), FailureKind.HUNG, "its JVM was killed\nor so", 0));
    report.write(
        experiment,
        results(trials)
            .withFlaky(List.of(new FlakyTrial("lora-r2-seed1", "it ran twice and differs"))),
        NO_LOGS,
        folder);

    assertThat(cases().get("imagewoof.lora-r2-seed1").at("/links").findValuesAsText("url"))
        .containsExactly(
            "descriptor.json",
            "https://huggingface.co/timm/vit/blob/main/model.safetensors",
            "https://example.org/imagewoof.tgz");
    assertThat(
            ExperimentJson.read(
                new ObjectMapper().readTree(folder.resolve("descriptor.json").toFile())))
        .isEqualTo(experiment);
    assertThat(category("data/categories.json"))
        .contains("Crashes", "Trials that hung", "Flaky trials")
        .doesNotContain("Trials that could not run");
  }

  @Test
  void anUnreadableHistoryIsNoObstacle() throws IOException {
    report.write(experiment, completed(), NO_LOGS, folder);
    Files.writeString(folder.resolve("history/history-trend.json"), "[{");
    Files.writeString(folder.resolve("history/regime-trend.json"), "[{");
    report.write(experiment, completed(), NO_LOGS, folder);

    assertThat(new ObjectMapper().readTree(pageData("widgets/history-trend.json"))).hasSize(1);
  }

  @Test
  void aReportIsReplacedWholeAndForeignFilesStay() throws IOException {
    Files.createDirectories(folder.resolve("allure-results"));
    Files.writeString(folder.resolve("allure-results/stale-result.json"), "{}");
    Files.writeString(folder.resolve("notes.txt"), "mine");

    report.write(experiment, completed(), NO_LOGS, folder);

    assertThat(folder.resolve("allure-results/stale-result.json")).doesNotExist();
    assertThat(folder.resolve("notes.txt")).hasContent("mine");
    assertThat(ResultStore.readExperiment(folder.resolve("results.json"))).isEqualTo(completed());
    assertThat(folder.resolve("summary.md")).isNotEmptyFile();
    assertThat(folder.getParent()).isDirectoryNotContaining(path -> !path.equals(folder));
  }

  @Test
  void aReportThatCannotBeFinishedLeavesTheOldOne() throws IOException {
    report.write(experiment, completed(), NO_LOGS, folder);
    String before = Files.readString(folder.resolve("index.html"));

    assertThatThrownBy(
            () ->
                report.write(
                    experiment,
                    completed(),
                    ReportMaterial.of(
                        id -> {
                          throw new IllegalStateException("no logs here");
                        }),
                    folder))
        .hasMessage("no logs here");

    assertThat(folder.resolve("index.html")).hasContent(before);
    assertThat(folder.getParent()).isDirectoryNotContaining(path -> !path.equals(folder));
  }

  @Test
  void aTrialShowsItsFingerprintAndTheHashOfItsWeights() throws IOException {
    report.write(experiment, completed(), NO_LOGS, folder);

    assertThat(cases().get("imagewoof.full-seed1").at("/descriptionHtml").asText())
        .contains("Peak memory: 3.0 GiB (loading 256.0 MiB, training 3.0 GiB, evaluating 1.0 GiB).")
        .contains("Fingerprint: sha256:" + "0".repeat(64))
        .contains("Trained weights: sha256:" + "5a".repeat(32));
  }

  @Test
  void ofHundredsOfTrialsCurvesAreDrawnByThePageCompareAlone() throws IOException {
    List<Long> seeds = LongStream.rangeClosed(1, 26).boxed().toList();
    Experiment large = Samples.experiment(seeds, List.of(2, 16), List.of());

    report.write(
        large,
        Comparison.results(large, Optional.empty(), Samples.allCompleted(large)),
        NO_LOGS,
        folder);

    assertThat(large.trials()).hasSize(104);
    JsonNode full = cases().get("imagewoof.full-seed1");
    assertThat(full.at("/attachments")).isEmpty();
    assertThat(full.at("/descriptionHtml").asText())
        .contains("The page Compare draws this trial's learning curves")
        .doesNotContain("<img");
  }

  @Test
  void anExperimentWithoutACompletedTrialHasAReport() throws IOException {
    List<TrialResult> trials =
        experiment.trials().stream()
            .map(t -> Samples.stopped(t, TrialStatus.FAILED, "no such file", 0))
            .toList();
    report.write(
        experiment, Comparison.results(experiment, Optional.empty(), trials), NO_LOGS, folder);

    assertThat(cases().get("imagewoof.comparison").at("/status").asText()).isEqualTo("skipped");
    assertThat(cases().get("imagewoof.comparison").at("/descriptionHtml").asText())
        .contains("<td>0/1</td>")
        .doesNotContain("NaN");
  }

  @Test
  void theSummaryShowsTheChartsBesideIt() throws IOException {
    report.write(experiment, completed(), NO_LOGS, folder);

    List<String> shown =
        Pattern.compile("!\\[.*]\\((.*)\\)")
            .matcher(Files.readString(folder.resolve("summary.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(shown)
        .hasSize(5)
        .contains("charts/accuracy-against-rank.png")
        .allSatisfy(chart -> assertThat(ImageIO.read(folder.resolve(chart).toFile())).isNotNull());
  }

  @Test
  void anExperimentWithoutAnyTrialHasAReport() throws IOException {
    report.write(experiment, results(List.of()), NO_LOGS, folder);

    assertThat(folder.resolve("index.html")).isNotEmptyFile();
    assertThat(cases().keySet()).containsExactly("imagewoof.comparison");
  }

  private ExperimentResults completed() {
    return results(Samples.allCompleted(experiment));
  }

  private ExperimentResults results(List<TrialResult> trials) {
    return Comparison.results(experiment, Optional.of(Samples.ENVIRONMENT), trials);
  }

  private JsonNode history(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("history").resolve(file).toFile());
  }

  private Map<String, JsonNode> cases() throws IOException {
    Map<String, JsonNode> cases = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("allure-results"))) {
      for (Path file : files.filter(f -> f.toString().endsWith("-result.json")).toList()) {
        JsonNode tree = new ObjectMapper().readTree(file.toFile());
        cases.put(tree.at("/fullName").asText(), tree);
      }
    }
    return cases;
  }

  private List<String> category(String data) throws IOException {
    return new ObjectMapper().readTree(pageData(data)).at("/children").findValuesAsText("name");
  }

  private byte[] pageData(String name) throws IOException {
    Matcher matcher =
        Pattern.compile("reportData\\['" + Pattern.quote(name) + "'\\] = '([^']*)'")
            .matcher(Files.readString(folder.resolve("index.html")));
    assertThat(matcher.find()).as(name).isTrue();
    return Base64.getDecoder().decode(matcher.group(1));
  }

  /** What the page loads: values of src, and of href in links of its head. */
  private static List<String> links(String page) {
    return Pattern.compile("<(?:script|link|img|iframe)[^>]*\\s(?:src|href)=\"([^\"]{0,40})")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** The scripts and style sheets inside the page. */
  private static List<String> decoded(String page) {
    return Pattern.compile("data:text/(?:javascript|css);base64,([^\"]+)\"")
        .matcher(page)
        .results()
        .map(m -> new String(Base64.getDecoder().decode(m.group(1)), StandardCharsets.UTF_8))
        .toList();
  }
}
