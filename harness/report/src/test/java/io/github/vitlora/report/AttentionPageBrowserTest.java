package io.github.vitlora.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The attention maps of the page "Compare" as a person finds them. */
@Tag("slow")
class AttentionPageBrowserTest extends ReportInBrowser {
  private static final String LOADED =
      "return [...document.querySelectorAll('#vl-attention img')]"
          + ".every(img => img.complete && img.naturalWidth > 0)";

  private static ExperimentResults results;

  AttentionPageBrowserTest() {
    super("#vl-attention .vl-maps img");
  }

  @BeforeAll
  static void report() throws IOException {
    if (!Browser.isThere()) {
      return;
    }
    ExperimentResults reference = References.results("imagewoof-mini");
    results = reference.withAttention(AttentionSamples.figures(reference.trials()));
    List<String> models =
        Stream.concat(Stream.of("pretrained"), results.trials().stream().map(TrialResult::id))
            .toList();
    Path pictures = AttentionSamples.pictures(models, temporary.resolve("pictures"));
    References.report(results, pictures, temporary.resolve("report"));
  }

  @Test
  void thePhotographAndAMapOfEveryModelAreThere() {
    assertThat(captions())
        .containsExactly(
            "photograph",
            "pretrained",
            "full fine-tuning",
            "linear probe",
            "BitFit",
            "LayerNorm tuning",
            "last 2 blocks",
            "LoRA r=1",
            "LoRA r=4",
            "LoRA r=16",
            "lora-177k r=12",
            "pissa r=4");
    browser.patiently().until(driver -> browser.run(LOADED).equals(true));
    assertThat(descriptions()).first().isEqualTo("Photograph: val/n02086240/1.JPEG");
    assertThat(descriptions())
        .last()
        .isEqualTo("Average of the heads, attention: pissa r=4 on val/n02086240/1.JPEG");
  }

  @Test
  void imageMapAndChangeAreChosenByKeyboard() {
    select("Image").sendKeys(Keys.ARROW_DOWN);
    select("Map").sendKeys(Keys.ARROW_DOWN);
    assertThat(descriptions())
        .last()
        .isEqualTo("Attention rollout, attention: pissa r=4 on <b>mine.png");

    new Select(select("Show")).selectByValue("changes");

    assertThat(descriptions())
        .last()
        .isEqualTo("Attention rollout, change against pretrained: pissa r=4 on <b>mine.png");
    assertThat(captions()).contains("pretrained, compared with");
    assertThat(await("#vl-attention .vl-key").getText())
        .contains("less: −1.2 points", "more: +1.2 points");
    assertThat(await("[role='status']").getAttribute("textContent"))
        .isEqualTo("Attention rollout, change against pretrained, on <b>mine.png");
    browser.patiently().until(driver -> browser.run(LOADED).equals(true));
  }

  @Test
  void theOpacityOfTheMapsFollowsTheSlider() {
    assertThat(opacity()).isEqualTo("0.6");
    await("#vl-attention input[type='range']").sendKeys(Keys.HOME);
    assertThat(opacity()).isEqualTo("0");
  }

  private static Object opacity() {
    return browser.run("return getComputedStyle(document.querySelector('.vl-over')).opacity");
  }

  @Test
  void theFiguresAreThoseOfTheResults() {
    List<String> rows =
        browser.driver().findElements(By.cssSelector("#vl-attention .vl-wide tbody tr")).stream()
            .map(row -> row.getText().replace('\n', ' '))
            .toList();

    assertThat(rows.get(0)).isEqualTo("pretrained 4.500 4.000 81.3 – –");
    assertThat(rows.get(1)).isEqualTo("full fine-tuning 4.625 4.125 81.3 1.0000 0.0000");
    assertThat(rows.get(5)).isEqualTo("last 2 blocks 4.620 4.120 81.3 0.9600 0.0200");
  }

  @Test
  void aNarrowWindowScrollsNoMoreThanTheTable() {
    browser.look(390, 844, false);

    // Charts take their new width a moment after the window.
    browser
        .patiently()
        .until(
            driver ->
                browser.run(
                    "const page = document.querySelector('.vl-compare');"
                        + "return page.scrollWidth === page.clientWidth"));
    assertThat((long) browser.run("return document.querySelector('.vl-map').clientWidth"))
        .isGreaterThan(120);
  }

  @Test
  void theConsoleIsSilentAndNoRequestLeavesTheFile() throws IOException {
    browser.console();
    browser.requests();
    browser.open(page, "#compare");
    await("#vl-attention .vl-maps img");
    new Select(select("Show")).selectByValue("changes");

    assertThat(browser.console()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(url -> url.startsWith("data:") || url.equals(page.toUri().toString()));
  }

  private static WebElement select(String label) {
    return browser.driver().findElements(By.cssSelector("#vl-attention label")).stream()
        .filter(node -> node.getText().startsWith(label))
        .findFirst()
        .orElseThrow()
        .findElement(By.tagName("select"));
  }

  private static List<String> captions() {
    return browser.driver().findElements(By.cssSelector("#vl-attention figcaption")).stream()
        .map(WebElement::getText)
        .toList();
  }

  /** What a screen reader says of the pictures. */
  private static List<String> descriptions() {
    return browser.driver().findElements(By.cssSelector("#vl-attention .vl-maps img")).stream()
        .map(img -> img.getDomAttribute("alt"))
        .filter(alt -> !alt.isEmpty())
        .toList();
  }
}
