package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.Thumbnail;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.report.allure.AllureCases;
import io.github.vitlora.report.page.DataPanel;
import io.github.vitlora.report.page.TestImages;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.PredictionsFile;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.run.ReportRun.ResultFile;
import io.github.vitlora.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ReportRunTest {

  @TempDir Path temporary;

  private final Experiment experiment = Samples.experiment(List.of(1L), List.of(8), List.of());
  private final List<TrialResult> all = Samples.allCompleted(experiment);

  @Test
  void resultsOfSeveralFoldersBecomeOneReportWithTheirLogs() throws IOException {
    ResultFile a = results("a", all.subList(0, 1));
    ResultFile b = results("b", all.subList(1, 3));
    Path kept = AllureCases.log(temporary.resolve("b"), "imagewoof", "linear-probe-seed1");
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, "from the report of b");
    Path worked = temporary.resolve("work/imagewoof/full-seed1/trial.log");
    Files.createDirectories(worked.getParent());
    Files.writeString(worked, "from the run");
    Path report = temporary.resolve("reports/imagewoof");

    ExperimentResults reported = run(List.of(a, b), report);

    assertThat(reported.trials()).isEqualTo(all);
    assertThat(ResultStore.readExperiment(report.resolve("results.json"))).isEqualTo(reported);
    assertThat(report.resolve("index.html")).isNotEmptyFile();
    assertThat(AllureCases.log(report, "imagewoof", "linear-probe-seed1"))
        .hasContent("from the report of b");
    assertThat(AllureCases.log(report, "imagewoof", "full-seed1")).hasContent("from the run");
  }

  @Test
  void regimesOfSeveralFoldersAreComparedOnTheSameImages() throws IOException {
    TrialResult full = predicted("a", all.get(0), 10);
    TrialResult probe = predicted("b", all.get(1), 3);
    byte[] picture = Thumbnail.jpeg(new DecodedImage(8, 8, 1, new byte[64]), 8);
    Path kept = TestImages.picture(temporary.resolve("b"), "val/cat/96.jpg");
    Files.createDirectories(kept.getParent());
    Files.write(kept, picture);
    Path report = temporary.resolve("reports/imagewoof");

    ExperimentResults reported =
        run(List.of(results("a", List.of(full)), results("b", List.of(probe))), report);

    assertThat(reported.comparisons().get(1).difference())
        .hasValueSatisfying(d -> assertThat(d.onlyReference()).isEqualTo(60));
    assertThat(PredictionsFile.read(TestImages.predictions(report, "full-seed1"))).hasSize(200);
    assertThat(TestImages.picture(report, "val/cat/96.jpg")).hasBinaryContent(picture);

    ExperimentResults again =
        run(List.of(new ResultFile("again", report.resolve("results.json"))), report);
    assertThat(again).isEqualTo(reported);
    assertThat(TestImages.picture(report, "val/cat/96.jpg")).hasBinaryContent(picture);
  }

  /** A trial that is wrong on every so-manieth image, its predictions kept in a report. */
  private TrialResult predicted(String name, TrialResult trial, int wrong) {
    String sha256 =
        PredictionsFile.write(
            TestImages.predictions(temporary.resolve(name), trial.id()),
            Samples.predictions(200, i -> i % wrong != 0));
    return Samples.withPredictions(trial, sha256);
  }

  @Test
  void aReportIsBuiltAgainInItsOwnFolder() throws IOException {
    Path report = temporary.resolve("reports/imagewoof");
    run(List.of(results("a", all)), report);
    String trend = Files.readString(report.resolve("history/history-trend.json"));
    Files.delete(report.resolve("index.html"));

    run(List.of(new ResultFile("again", report.resolve("results.json"))), report);

    assertThat(report.resolve("index.html")).isNotEmptyFile();
    assertThat(report.resolve("history/history-trend.json")).hasContent(trend);
  }

  @Test
  void resultsOfAnEarlierVersionGetTheFiguresThatTheirPredictionsAllow() throws IOException {
    String sha256 =
        PredictionsFile.write(
            TestImages.predictions(temporary.resolve("a"), all.get(0).id()),
            Samples.ofAnEarlierVersion(Samples.predictions(200, i -> i % 10 != 0)));
    TrialResult earlier =
        Samples.withPredictions(all.get(0).with(r -> r.test(Samples.test(0.5, 0.9, 200))), sha256);
    Path report = temporary.resolve("reports/imagewoof");

    ExperimentResults reported = run(List.of(results("a", List.of(earlier))), report);
    String trend = Files.readString(report.resolve("history/history-trend.json"));

    // Every tenth image is wrong, all of them cats: recalls 80 and 100 %, F1 8/9 and 10/11.
    RegimeSummary full = reported.comparisons().get(0);
    assertThat(full.estimate(Metric.BALANCED_ACCURACY).orElseThrow().mean())
        .isCloseTo(0.9, within(1e-12));
    assertThat(full.estimate(Metric.MACRO_F1).orElseThrow().mean())
        .isCloseTo((8.0 / 9 + 10.0 / 11) / 2, within(1e-12));
    assertThat(full.estimate(Metric.EXPECTED_CALIBRATION_ERROR)).isPresent();
    assertThat(full.estimate(Metric.BRIER)).isEmpty();
    assertThat(run(List.of(results("a", List.of(earlier))), report)).isEqualTo(reported);
    assertThat(report.resolve("history/history-trend.json"))
        .as("the same trials are one point of the trends")
        .hasContent(trend);
  }

  @Test
  void theDataAtAGlanceIsThatOfAReportWhichHasIt() throws IOException {
    Path data = Files.createDirectories(temporary.resolve("b/data"));
    Files.writeString(
        data.resolve("data.json"),
        """
        {"seed": 1, "of a later version": 3, "transform": null, "classes": [
          {"name": "cat", "train": 9, "validation": 1, "test": 4, "instances": [
            {"image": "train/cat/1.jpg", "file": "../../results.json"}]}]}
        """);
    DataPanel.Instance cat = new DataPanel.Instance("train/cat/1.jpg");
    Files.write(data.resolve(cat.file()), new byte[] {1, 2, 3});
    Path report = temporary.resolve("reports/imagewoof");

    run(List.of(results("a", all.subList(0, 1)), results("b", all.subList(1, 3))), report);
    run(List.of(new ResultFile("again", report.resolve("results.json"))), report);

    DataPanel kept = DataPanel.read(report).orElseThrow();
    assertThat(kept.summary())
        .isEqualTo(
            new DataPanel.Summary(
                1,
                List.of(new DataPanel.DataClass("cat", 9, 1, 4, List.of(cat))),
                Optional.empty(),
                0,
                List.of()));
    assertThat(kept.pictures())
        .containsOnlyKeys(cat.file())
        .containsEntry(cat.file(), new byte[] {1, 2, 3});
  }

  @Test
  void aDamagedGlanceAtTheDataDoesNotCostTheReport() throws IOException {
    Files.createDirectories(temporary.resolve("a/data"));
    Files.writeString(temporary.resolve("a/data/data.json"), "{\"classes\": [{}");
    Path report = temporary.resolve("reports/imagewoof");

    run(List.of(results("a", all)), report);

    assertThat(report.resolve("index.html")).isNotEmptyFile();
    assertThat(report.resolve("data")).doesNotExist();
  }

  @Test
  void resultsThatDoNotBelongTogetherLeaveTheReportAlone() throws IOException {
    TrialResult other = all.get(0).with(r -> r.fingerprint("sha256:" + "1".repeat(64)));
    Path report = temporary.resolve("reports/imagewoof");

    assertThatThrownBy(() -> run(List.of(results("a", all), results("b", List.of(other))), report))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("full-seed1 is in a and in b");
    assertThat(report).doesNotExist();
  }

  private ExperimentResults run(List<ResultFile> files, Path report) throws IOException {
    return new ReportRun(temporary.resolve("work"))
        .run(experiment, files, report, Optional.empty());
  }

  private ResultFile results(String name, List<TrialResult> trials) {
    Path file = temporary.resolve(name).resolve("results.json");
    ResultStore.writeExperiment(
        file, Comparison.results(experiment, Optional.of(Samples.ENVIRONMENT), trials));
    return new ResultFile(name, file);
  }
}
