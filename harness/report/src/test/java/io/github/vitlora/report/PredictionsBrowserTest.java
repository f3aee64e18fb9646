package io.github.vitlora.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.Thumbnail;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.judge.PairedComparison;
import io.github.vitlora.report.page.TestImages;
import io.github.vitlora.result.ClassResult;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.PredictionFiles;
import io.github.vitlora.result.PredictionsFile;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.verdict.PairedDifference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** Differences, classes and single images on the page "Compare", as a person finds them. */
@Tag("slow")
class PredictionsBrowserTest extends ReportInBrowser {

  private static final int IMAGES = 200;
  private static final List<String> CLASSES = List.of("cat", "dog");

  private static ExperimentResults results;

  PredictionsBrowserTest() {
    super(".vl-cards");
  }

  @BeforeAll
  static void report() throws IOException {
    if (!Browser.isThere()) {
      return;
    }
    Experiment experiment = Samples.experiment(List.of(1L, 2L), List.of(4, 16), List.of());
    PredictionFiles files = new PredictionFiles(id -> List.of(temporary.resolve(id + ".csv")));
    List<TrialResult> trials = new ArrayList<>();
    for (TrialResult trial : Samples.allCompleted(experiment)) {
      trials.add(predicted(trial));
    }
    ExperimentResults compared =
        PairedComparison.of(
            Comparison.results(experiment, Optional.of(Samples.ENVIRONMENT), trials),
            files.read(trials));
    new AllureReport(Clock.systemUTC(), Map.of())
        .write(
            experiment,
            compared,
            ReportMaterial.of(id -> Optional.empty())
                .with(new TestImages(files, PredictionsBrowserTest::picture)),
            temporary.resolve("report"));
    results = ResultStore.readExperiment(temporary.resolve("report/results.json"));
  }

  /** Full fine-tuning is wrong on every tenth image, the probe on every third, LoRA in between. */
  private static TrialResult predicted(TrialResult trial) {
    int wrong =
        switch (trial.label()) {
          case "full fine-tuning" -> 10;
          case "linear probe" -> 3;
          case "LoRA r=4" -> 9;
          default -> 11;
        };
    List<Prediction> predictions =
        Samples.predictions(IMAGES, i -> (i + trial.seed()) % wrong != 0);
    String sha256 = PredictionsFile.write(temporary.resolve(trial.id() + ".csv"), predictions);
    double accuracy = (double) predictions.stream().filter(Prediction::correct).count() / IMAGES;
    return trial.with(
        r ->
            r.test(
                TestResult.of(0.5, accuracy, CLASSES, predictions)
                    .with(t -> t.predictionsSha256(sha256))));
  }

  private static Optional<byte[]> picture(String image) {
    byte[] pixels = new byte[3 * 160 * 120];
    Arrays.fill(pixels, (byte) image.hashCode());
    return image.endsWith("3.jpg")
        ? Optional.empty()
        : Optional.of(Thumbnail.jpeg(new DecodedImage(160, 120, 3, pixels), 112));
  }

  @Test
  void theTableOfDifferencesHasTheFiguresOfTheResults() {
    List<WebElement> rows = all(".vl-differences tbody tr");
    assertThat(rows).hasSize(3);
    for (RegimeSummary row : results.comparisons().subList(1, 4)) {
      PairedDifference difference = row.difference().orElseThrow();
      WebElement shown = await(".vl-differences [data-regime='" + row.slug() + "']");
      assertThat(shown.findElements(By.tagName("td")))
          .extracting(WebElement::getText)
          .containsExactly(
              NumberText.signed(100 * difference.difference(), 2),
              NumberText.signed(100 * difference.low(), 2)
                  + " to "
                  + NumberText.signed(100 * difference.high(), 2),
              "",
              row.slug().equals("linear-probe") ? "less accurate" : "no difference shown",
              Integer.toString(difference.onlyHere()),
              Integer.toString(difference.onlyReference()),
              NumberText.number(difference.pValue(), 4),
              NumberText.number(difference.adjustedPValue(), 4));
      assertThat(
              await(".vl-regimes [data-regime='" + row.slug() + "'] [data-column='difference']")
                  .getText())
          .startsWith(NumberText.signed(100 * difference.difference(), 2) + " (");
    }
    assertThat(await(".vl-conclusions").getText())
        .contains("on the same 200 test images", "Holm's method over these 3 comparisons")
        .contains("2 seeds tell little", "equality is not shown either");
  }

  @Test
  void accuracyAndPrecisionClassByClassAreThoseOfTheResults() {
    figureClassByClassIsThatOfTheResults("accuracies", ClassResult::accuracy);
    figureClassByClassIsThatOfTheResults("precisions", one -> one.precision().orElseThrow());
  }

  private void figureClassByClassIsThatOfTheResults(
      String name, ToDoubleFunction<ClassResult> figure) {
    for (RegimeSummary row : results.comparisons()) {
      List<TestResult> tests =
          results.trials().stream()
              .filter(row::sumsUp)
              .map(trial -> trial.test().orElseThrow())
              .toList();
      List<String> shown =
          all(".vl-by-class[data-figure='%s'] td[data-regime='%s']".formatted(name, row.slug()))
              .stream()
              .map(WebElement::getText)
              .toList();
      for (int label = 0; label < CLASSES.size(); label++) {
        int at = label;
        double mean =
            tests.stream()
                .mapToDouble(test -> figure.applyAsDouble(test.classes().orElseThrow().get(at)))
                .average()
                .orElseThrow();
        assertThat(shown.get(label)).isEqualTo(NumberText.percent(mean, 1));
      }
    }
  }

  @Test
  void aTrialIsChosenByRegimeAndSeed() {
    new Select(await("[data-choice='regime']")).selectByVisibleText("LoRA r=16");
    new Select(await("[data-choice='seed']")).selectByValue("2");

    assertThat(await(".vl-confusion caption").getText()).startsWith("LoRA r=16, seed 2");
    TestResult test =
        results.trials().stream()
            .filter(trial -> trial.id().equals("lora-r16-seed2"))
            .findFirst()
            .flatMap(TrialResult::test)
            .orElseThrow();
    assertThat(all(".vl-confusion .vl-right"))
        .extracting(WebElement::getText)
        .containsExactlyElementsOf(
            test.classes().orElseThrow().stream().map(c -> Integer.toString(c.correct())).toList());
    assertThat(await("[role='status']").getAttribute("textContent"))
        .isEqualTo(
            "LoRA r=16, seed 2: %d of 200 test images correct"
                .formatted(Math.round(test.accuracy() * IMAGES)));

    await("[data-choice='regime']").sendKeys(Keys.HOME);
    assertThat(await(".vl-confusion caption").getText()).startsWith("full fine-tuning, seed 2");
    assertThat(all("[data-list='disagreements']")).as("the reference itself").isEmpty();
  }

  @Test
  void theMostConfidentMistakesComeFirstWithTheirPictures() {
    List<Prediction> wrong =
        PredictionsFile.read(temporary.resolve("report/predictions/linear-probe-seed1.csv"))
            .stream()
            .filter(one -> !one.correct())
            .sorted((a, b) -> Float.compare(b.probability(), a.probability()))
            .limit(12)
            .toList();
    new Select(await("[data-choice='regime']")).selectByVisibleText("linear probe");

    List<WebElement> cards = all("[data-list='mistakes'] li");
    assertThat(cards).hasSize(12);
    assertThat(cards.get(0).getText())
        .contains(
            wrong.get(0).predictedClass()
                + ", "
                + NumberText.percent(wrong.get(0).probability(), 1));
    List<WebElement> pictures = all("[data-list='mistakes'] img");
    assertThat(pictures)
        .hasSize((int) wrong.stream().filter(p -> !p.image().endsWith("3.jpg")).count());
    browser.run("arguments[0].scrollIntoView()", pictures.get(0));
    browser
        .patiently()
        .until(driver -> (boolean) browser.run("return arguments[0].complete", pictures.get(0)));
    assertThat(browser.run("return arguments[0].naturalWidth", pictures.get(0))).isEqualTo(112L);
    assertThat(all("[data-list='mistakes'] .vl-no-picture"))
        .extracting(WebElement::getText)
        .allMatch(name -> name.endsWith("3.jpg"));
  }

  @Test
  void whereTwoRegimesDisagreeIsCountedAndShown() {
    new Select(await("[data-choice='regime']")).selectByVisibleText("linear probe");

    Map<String, Prediction> full = byImage("full-seed1");
    Map<String, Prediction> probe = byImage("linear-probe-seed1");
    long onlyFull =
        full.values().stream().filter(p -> p.correct() && !probe.get(p.image()).correct()).count();
    assertThat(await(".vl-trial").getText())
        .contains("Where linear probe and full fine-tuning disagree")
        .contains(onlyFull + " only full fine-tuning");
    assertThat(all("[data-list='disagreements'] li")).hasSize(12);
  }

  @Test
  void nothingIsWiderThanANarrowWindowAndTheConsoleIsSilent() throws IOException {
    assertFitsANarrowWindowInSilence();
  }

  /** In {@code target/pictures}, to be looked at. */
  @Test
  void picturesOfTheSections() throws IOException {
    Path pictures = Files.createDirectories(Path.of("target/pictures"));
    for (boolean dark : List.of(false, true)) {
      for (int width : List.of(1280, 390)) {
        open(width, 2200, dark);
        for (String section : List.of(".vl-difference-section", ".vl-predictions")) {
          browser.run("document.querySelector(arguments[0]).scrollIntoView()", section);
          browser.run(
              "return new Promise(done => requestAnimationFrame(() => setTimeout(done, 200)))");
          String name = section.equals(".vl-predictions") ? "classes-" : "differences-";
          browser.screenshot(pictures.resolve(name + width + (dark ? "-dark" : "") + ".png"));
        }
      }
    }
    assertThat(pictures.resolve("classes-390-dark.png")).isRegularFile();
  }

  private static Map<String, Prediction> byImage(String trial) {
    return PredictionsFile.read(temporary.resolve("report/predictions/" + trial + ".csv")).stream()
        .collect(java.util.stream.Collectors.toMap(Prediction::image, p -> p));
  }
}
