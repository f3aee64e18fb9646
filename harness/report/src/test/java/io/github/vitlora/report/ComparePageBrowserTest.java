package io.github.vitlora.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.RegimeSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;

/** The page "Compare" as a person finds it in a report that is opened from disk. */
@Tag("slow")
class ComparePageBrowserTest extends ReportInBrowser {

  private static final String MARKUP =
      "<img src=x onerror=\"window.harmed=1\"><script>window.harmed=1</script>";

  private static ExperimentResults results;

  ComparePageBrowserTest() {
    super("#vl-peakMemoryBytes");
  }

  @BeforeAll
  static void report() throws IOException {
    if (!Browser.isThere()) {
      return;
    }
    results = References.results("imagewoof-mini");
    References.report(described(results, MARKUP), temporary.resolve("report"));
  }

  @Test
  void theReportOpensOnIt() {
    browser.open(page, "");

    assertThat(await(".vl-compare h1").getText()).isEqualTo("imagewoof-mini");
  }

  @Test
  void itIsAFileOfItsOwnToo() throws IOException {
    Path alone = page.resolveSibling("compare.html");

    browser.open(alone, "");

    assertThat(await(".vl-compare h1").getText()).isEqualTo("imagewoof-mini");
    assertThat(texts("tbody th"))
        .containsExactlyElementsOf(
            results.comparisons().stream().map(RegimeSummary::label).toList());
    await("#vl-peakMemoryBytes");
    assertThat(browser.run("return window.harmed")).isNull();
    assertThat(Files.readString(alone)).doesNotContain("googletagmanager");
  }

  @Test
  void anyMetricIsDrawnAgainstAnyOther() {
    WebElement across = all(".vl-pair select").get(1);
    new Select(across).selectByValue("wallSeconds");
    new Select(all(".vl-pair select").get(0)).selectByValue("testAccuracy");

    assertThat(await("#vl-pair").getAttribute("aria-label"))
        .startsWith("Chart: Test accuracy against wall time.");
    assertThat(await("[role='status']").getAttribute("textContent"))
        .isEqualTo("Chart: Test accuracy against wall time");
    assertThat(
            browser.run(
                "return Chart.getChart('vl-pair').data.datasets.map(set => set.data[0].slug)"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(results.comparisons().size());
  }

  @Test
  void theNavigationLeadsThere() {
    browser.open(page, "#");
    WebElement tab = await(".side-nav__link[href='#compare']");
    assertThat(tab.getText()).isEqualTo("Compare");
    tab.click();

    assertThat(await(".vl-compare h1").getText()).isEqualTo("imagewoof-mini");
    assertThat(browser.driver().getCurrentUrl()).startsWith("file:").endsWith("#compare");
  }

  @Test
  void theTableHasTheFiguresOfTheResults() {
    assertThat(texts("tbody th"))
        .containsExactlyElementsOf(
            results.comparisons().stream().map(RegimeSummary::label).toList());
    for (RegimeSummary row : results.comparisons()) {
      String accuracy = cell(row.slug(), "testAccuracy");
      assertThat(Double.parseDouble(accuracy.replace(" %", "")))
          .isCloseTo(100 * mean(row, Metric.TEST_ACCURACY), within(0.005));
      assertThat(cell(row.slug(), "trainableParameters"))
          .isEqualTo(NumberText.count(mean(row, Metric.TRAINABLE_PARAMETERS)));
      assertThat(Double.parseDouble(cell(row.slug(), "imagesPerSecond")))
          .isCloseTo(mean(row, Metric.IMAGES_PER_SECOND), within(0.05));
      assertThat(cell(row.slug(), "peakMemoryBytes"))
          .isEqualTo(NumberText.bytes(mean(row, Metric.PEAK_MEMORY_BYTES)));
    }
  }

  @Test
  void everyRegimeHasAMarkOfItsOwn() {
    Object marks =
        browser.run(
            "return [...document.querySelectorAll('.vl-regimes tbody .vl-mark path')]"
                + ".map(path => path.getAttribute('d') + path.style.fill)");

    assertThat(marks)
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(results.comparisons().size())
        .doesNotHaveDuplicates();
  }

  @Test
  void aHeadingSortsByMouseAndByKeyboard() {
    WebElement heading = await("th[data-column='trainingSeconds']");
    heading.findElement(By.tagName("button")).click();
    assertThat(heading.getDomAttribute("aria-sort")).isEqualTo("ascending");
    List<String> byTime =
        results.comparisons().stream()
            .sorted(Comparator.comparingDouble(row -> mean(row, Metric.TRAINING_SECONDS)))
            .map(RegimeSummary::slug)
            .toList();
    assertThat(order()).containsExactlyElementsOf(byTime);

    browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
    assertThat(heading.getDomAttribute("aria-sort")).isEqualTo("descending");
    assertThat(order()).first().isEqualTo(byTime.get(byTime.size() - 1));
    assertThat(await("[role='status']").getAttribute("textContent"))
        .isEqualTo("Sorted by Training time, descending");

    await("th[data-column='difference'] button").click();
    assertThat(heading.getDomAttribute("aria-sort")).isNull();
    assertThat(order()).as("full fine-tuning has no difference to itself").last().isEqualTo("full");
  }

  @Test
  void aRegimeThatIsSwitchedOffLeavesTheCharts() {
    assertThat(drawn("vl-loss")).contains("LoRA r=4, validation", "full fine-tuning, training");

    await(".vl-switches input[value='lora-r4']").sendKeys(Keys.SPACE);
    assertThat(drawn("vl-loss")).noneMatch(name -> name.startsWith("LoRA r=4"));
    assertThat(drawn("vl-trainingSeconds")).doesNotContain("LoRA r=4");

    await(".vl-switches input[value='lora-r4']").click();
    assertThat(drawn("vl-loss")).contains("LoRA r=4, validation");
  }

  @Test
  void hoveringShowsTheEpochsNumbers() {
    EpochResult third = epoch("full-seed1", 3);
    new Actions(browser.driver()).moveToElement(await("#vl-loss"), 20, 0).perform();

    assertThat(await(".vl-hint:not([hidden])").getText())
        .contains("Epoch 3")
        .containsPattern(
            String.format(
                Locale.ROOT,
                "full fine-tuning\\s+%.4f\\s+%.4f",
                third.validationLoss().orElseThrow(),
                third.trainLoss()));
  }

  @Test
  void arrowKeysGoThroughTheEpochsAndSayThem() {
    EpochResult second = epoch("full-seed1", 2);
    WebElement chart = await("#vl-accuracy");
    chart.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);

    assertThat(await("[role='status']").getAttribute("textContent"))
        .startsWith(
            String.format(
                Locale.ROOT,
                "Epoch 2. full fine-tuning: validation %.2f %%, training %.2f %%",
                100 * second.validationAccuracy().orElseThrow(),
                100 * second.trainAccuracy()));
    chart.sendKeys(Keys.ESCAPE);
    assertThat(browser.driver().findElements(By.cssSelector(".vl-hint:not([hidden])"))).isEmpty();
  }

  @Test
  void everyChartHasANameAndItsNumbersAsATable() {
    List<WebElement> figures = browser.driver().findElements(By.cssSelector(".vl-figure"));
    assertThat(figures).hasSize(8);
    for (WebElement figure : figures) {
      assertThat(figure.findElement(By.tagName("canvas")).getAccessibleName())
          .startsWith("Chart: ");
      browser.run("arguments[0].focus()", figure.findElement(By.tagName("summary")));
      new Actions(browser.driver()).sendKeys(Keys.ENTER).perform();
      WebElement table = figure.findElement(By.cssSelector(".vl-numbers table"));
      assertThat(table.findElement(By.tagName("caption")).isDisplayed()).isTrue();
      assertThat(table.findElements(By.cssSelector("tbody th[scope='row']"))).isNotEmpty();
    }
  }

  @Test
  void theParetoFrontIsMarked() {
    Object front =
        browser.run(
            "return Chart.getChart('vl-trainableParameters').data.datasets"
                + ".find(d => d.label === 'Pareto front').data.map(p => p.slug)");

    assertThat(front).isEqualTo(List.of("linear-probe", "layer-norm", "last-blocks-2"));
  }

  @Test
  void aNarrowWindowScrollsTheTableAndNotThePage() {
    browser.look(390, 844, false);

    // Charts take their new width a moment after the window.
    browser
        .patiently()
        .until(
            driver ->
                browser.run(
                    "const page = document.querySelector('.vl-compare');"
                        + "return page.scrollWidth === page.clientWidth"));
    assertThat((long) browser.run("return document.getElementById('vl-loss').clientWidth"))
        .isGreaterThan(300);
  }

  @Test
  void aWideWindowShowsEveryColumn() {
    assertThat(
            browser.run(
                "const table = document.querySelector('.vl-regimes');"
                    + "return table.scrollWidth <= table.parentElement.clientWidth"))
        .isEqualTo(true);
  }

  @Test
  void chartsFollowADarkSystem() {
    Object light = ink();
    browser.look(1280, 900, true);
    browser.patiently().until(driver -> !ink().equals(light));

    assertThat(browser.run("return getComputedStyle(document.querySelector('.vl-compare')).color"))
        .isEqualTo("rgb(231, 234, 238)");
  }

  @Test
  void trendsAreDrawnFromTheSecondBuildOn() throws IOException {
    assertThat(browser.driver().findElements(By.id("vl-trend-testAccuracy"))).isEmpty();
    Path folder = temporary.resolve("builds");
    for (String build : List.of("41", "42")) {
      References.report(
          results,
          folder,
          Map.of(
              "GITHUB_ACTIONS", "true",
              "GITHUB_SERVER_URL", "https://example.org",
              "GITHUB_REPOSITORY", "a/b",
              "GITHUB_RUN_ID", build,
              "GITHUB_RUN_NUMBER", build,
              "GITHUB_WORKFLOW", "nightly",
              "GITHUB_SHA", "c0ffee" + build));
    }
    browser.open(folder.resolve("index.html"), "#compare");
    WebElement chart = await("#vl-trend-testAccuracy");
    chart.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);

    assertThat(await("[role='status']").getAttribute("textContent"))
        .startsWith(
            String.format(
                Locale.ROOT,
                "nightly #42 (c0ffee4). full fine-tuning: test accuracy %.2f %%",
                100 * mean(results.comparisons().get(0), Metric.TEST_ACCURACY)));
    browser.run("document.querySelector('.vl-builds').open = true");
    assertThat(
            browser.driver().findElements(By.cssSelector(".vl-builds a")).stream()
                .map(link -> link.getDomAttribute("href")))
        .containsExactly(
            "https://example.org/a/b/actions/runs/42",
            "https://example.org/a/b/commit/c0ffee42",
            "https://example.org/a/b/actions/runs/41",
            "https://example.org/a/b/commit/c0ffee41");
    Path pictures = Files.createDirectories(Path.of("target/pictures"));
    for (int width : List.of(1280, 390)) {
      browser.look(width, 1000, width == 390);
      browser.run(
          "document.getElementById('vl-trend-testAccuracy').scrollIntoView();"
              + "return new Promise(done => setTimeout(done, 300))");
      browser.screenshot(pictures.resolve("trends-" + width + ".png"));
    }
  }

  @Test
  void whatADescriptorSaysIsTextAndNoMarkup() {
    assertThat(await(".vl-compare header").getText()).contains(MARKUP);
    assertThat(browser.run("return window.harmed")).isNull();
  }

  @Test
  void theConsoleIsSilentAndNoRequestLeavesTheFile() throws IOException {
    browser.console();
    browser.requests();
    browser.open(page, "#compare");
    await("#vl-peakMemoryBytes");
    await(".vl-switches input").click();
    new Actions(browser.driver()).moveToElement(await("#vl-loss")).perform();

    assertThat(browser.console()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(url -> url.startsWith("data:") || url.equals(page.toUri().toString()));
  }

  /** In {@code target/pictures}: the documentation's come from there. */
  @Test
  void picturesOfThePage() throws IOException {
    References.report(results, temporary.resolve("pictured"));
    Path pictures = Files.createDirectories(Path.of("target/pictures"));
    for (boolean dark : List.of(false, true)) {
      for (int width : List.of(1280, 390)) {
        browser.look(width, width < 700 ? 3900 : 2560, dark);
        browser.open(temporary.resolve("pictured/index.html"), "#compare");
        await("#vl-peakMemoryBytes");
        browser.run(
            "return new Promise(done => requestAnimationFrame(() => setTimeout(done, 200)))");
        Path picture = pictures.resolve("compare-" + width + (dark ? "-dark" : "") + ".png");
        browser.screenshot(picture);
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(width);
      }
    }
  }

  private static Object ink() {
    return browser.run("return Chart.getChart('vl-loss').options.scales.x.ticks.color");
  }

  private static double mean(RegimeSummary row, Metric metric) {
    return row.estimate(metric).orElseThrow().mean();
  }

  private static List<String> texts(String css) {
    return browser.driver().findElements(By.cssSelector(".vl-regimes " + css)).stream()
        .map(WebElement::getText)
        .toList();
  }

  private static String cell(String regime, String column) {
    return await(".vl-regimes [data-regime='%s'] [data-column='%s']".formatted(regime, column))
        .getText();
  }

  private static List<String> order() {
    return browser.driver().findElements(By.cssSelector(".vl-regimes [data-regime]")).stream()
        .map(row -> row.getDomAttribute("data-regime"))
        .toList();
  }

  /** The names of what a chart draws. */
  @SuppressWarnings("unchecked")
  private static List<String> drawn(String chart) {
    return (List<String>)
        browser.run("return Chart.getChart(arguments[0]).data.datasets.map(d => d.label)", chart);
  }

  private static ExperimentResults described(ExperimentResults results, String description) {
    return new ExperimentResults(
        results.schema(),
        results.experiment(),
        description,
        results.descriptor(),
        results.environment(),
        results.trials(),
        results.comparisons(),
        results.expectations(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  private EpochResult epoch(String trial, int number) {
    return results.trials().stream()
        .filter(result -> result.id().equals(trial))
        .findFirst()
        .orElseThrow()
        .epochs()
        .get(number - 1);
  }
}
