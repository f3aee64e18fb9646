package io.github.vitlora.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Shard;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.report.table.PredictionTable;
import io.github.vitlora.report.text.EpochsCsv;
import io.github.vitlora.report.text.JUnitXml;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.GradientNorms;
import io.github.vitlora.result.ImagePrediction;
import io.github.vitlora.result.Predictions;
import io.github.vitlora.result.ScoredClass;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.Samples;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What a report holds for build servers and spreadsheets. */
class MachineFilesTest {

  @TempDir Path temporary;

  private final Experiment experiment =
      Samples.experiment(
          List.of(1L),
          List.of(2),
          List.of(
              Expectation.of(
                  "lora", Optional.of(2), Metric.TEST_ACCURACY, new Expectation.AtLeast(0.99))));

  @Test
  void everyEpochIsALineOfTheCsv() {
    List<TrialResult> trials = Samples.allCompleted(experiment);
    List<String> lines = EpochsCsv.render(trials).lines().toList();

    assertThat(lines).hasSize(1 + 3 * 5);
    assertThat(lines.get(0)).startsWith("trial,regime,rank,seed,epoch,learningRate,trainLoss");
    assertThat(lines.get(1)).startsWith("full-seed1,fullFineTuning,,1,1,4.0E-4,0.35,");
    assertThat(lines.get(11)).startsWith("lora-r2-seed1,lora,2,1,1,");
  }

  @Test
  void whatBelongsToTheFormatIsQuoted() {
    String csv =
        PredictionTable.csv(
            new Predictions(
                "e",
                "t",
                "l",
                List.of(
                    new ImagePrediction(
                        "a, \"b\".png",
                        List.of(new ScoredClass("two\nlines", 3, 0.25, 1)),
                        Optional.empty()),
                    new ImagePrediction("c.png", List.of(), Optional.of("it is no image")))));

    assertThat(csv)
        .isEqualTo(
            "image,place,class,label,probability,fault\r\n"
                + "\"a, \"\"b\"\".png\",1,\"two\nlines\",3,0.25,\r\n"
                + "c.png,,,,,\"it is no image\"\r\n");
  }

  @Test
  void anAbsentFigureIsAnEmptyCell() {
    TrialResult trial =
        Samples.allCompleted(experiment)
            .get(0)
            .withEpochs(
                List.of(
                    new EpochResult(
                        1,
                        0.1,
                        Double.NaN,
                        0.5,
                        Optional.empty(),
                        Optional.empty(),
                        10,
                        0,
                        90,
                        Optional.empty(),
                        Optional.empty())));

    assertThat(EpochsCsv.render(List.of(trial)).lines().toList().get(1))
        .isEqualTo("full-seed1,fullFineTuning,,1,1,0.1,NaN,0.5,,,10.0,0.0,90.0,,,,");
  }

  @Test
  void normsOfClippedGradientsAreInTheCsv() {
    TrialResult trial =
        Samples.allCompleted(experiment)
            .get(0)
            .withEpochs(
                List.of(
                    new EpochResult(
                        1,
                        0.1,
                        2,
                        0.5,
                        Optional.empty(),
                        Optional.empty(),
                        10,
                        0,
                        90,
                        Optional.empty(),
                        Optional.of(new GradientNorms(0.75, 1.5, 2)))));

    List<String> lines = EpochsCsv.render(List.of(trial)).lines().toList();

    assertThat(lines.get(0)).endsWith(",gradientNorm,largestGradientNorm,clippedSteps");
    assertThat(lines.get(1)).endsWith(",0.75,1.5,2");
  }

  @Test
  void troublesAreJUnitsFailuresAndErrors() throws Exception {
    List<TrialResult> trials = new ArrayList<>(Samples.allCompleted(experiment));
    trials.set(
        0, Samples.stopped(experiment.trials().get(0), TrialStatus.DIVERGED, "loss is NaN", 1));
    trials.set(
        1,
        Samples.stopped(
            experiment.trials().get(1), TrialStatus.FAILED, "<no> \u001b[31mmemory\nat Main", 0));
    Document xml = junit(trials);

    assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(4);
    Element diverged = (Element) xml.getElementsByTagName("failure").item(0);
    assertThat(diverged.getAttribute("message")).isEqualTo("loss is NaN");
    Element failed = (Element) xml.getElementsByTagName("error").item(0);
    assertThat(failed.getAttribute("message")).isEqualTo("<no> \uFFFD[31mmemory");
    assertThat(failed.getTextContent()).endsWith("\nat Main");
    Element unmet = (Element) xml.getElementsByTagName("failure").item(1);
    assertThat(((Element) unmet.getParentNode()).getAttribute("name"))
        .isEqualTo("lora-r2-testAccuracy-atLeast");
    Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("errors")).isEqualTo("1");
  }

  @Test
  void anExpectationThatIsNotJudgedIsSkipped() throws Exception {
    List<TrialResult> here = Samples.allCompleted(experiment).subList(0, 2);
    Document xml =
        junit(
            Comparison.results(
                experiment,
                Optional.empty(),
                here,
                Optional.of(new Shard(1, 2)),
                List.of("lora-r2-seed1")));

    Element skipped = (Element) xml.getElementsByTagName("skipped").item(0);
    assertThat(skipped.getAttribute("message")).contains("other shards have lora-r2-seed1");
    Element suite = (Element) xml.getElementsByTagName("testsuite").item(1);
    assertThat(suite.getAttribute("tests")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getAttribute("failures")).isEqualTo("0");
  }

  @Test
  void theSummaryIsAppendedToTheJobsPage() throws Exception {
    Path page = Files.writeString(temporary.resolve("page.md"), "before\n");

    AllureReport.appendToJobSummary(Map.of("GITHUB_STEP_SUMMARY", page.toString()), "# woof");

    assertThat(page).hasContent("before\n# woof\n");
  }

  @Test
  void aJobWithoutAPageOrWithOneThatCannotBeWrittenIsNoTrouble() {
    AllureReport.appendToJobSummary(Map.of(), "# woof");
    AllureReport.appendToJobSummary(Map.of("GITHUB_STEP_SUMMARY", temporary.toString()), "# woof");

    assertThat(temporary).isEmptyDirectory();
  }

  private Document junit(List<TrialResult> trials) throws Exception {
    return junit(Comparison.results(experiment, Optional.of(Samples.ENVIRONMENT), trials));
  }

  private static Document junit(ExperimentResults results) throws Exception {
    byte[] bytes = JUnitXml.render(results);
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(bytes));
  }
}
