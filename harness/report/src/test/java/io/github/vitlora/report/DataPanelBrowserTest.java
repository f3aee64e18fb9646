package io.github.vitlora.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.dataset.Finding;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.Thumbnail;
import io.github.vitlora.inspection.Duplicates;
import io.github.vitlora.inspection.Duplicates.Group;
import io.github.vitlora.inspection.Duplicates.Place;
import io.github.vitlora.inspection.Inspection;
import io.github.vitlora.inspection.Inspection.ClassCount;
import io.github.vitlora.inspection.Inspection.Span;
import io.github.vitlora.inspection.Inspection.SplitCount;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.report.page.DataPanel;
import io.github.vitlora.report.page.DataPanel.DataClass;
import io.github.vitlora.report.page.DataPanel.Effect;
import io.github.vitlora.report.page.DataPanel.Instance;
import io.github.vitlora.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The data at a glance on the page "Compare", as a person finds it. */
@Tag("slow")
class DataPanelBrowserTest extends ReportInBrowser {

  private static final List<DataClass> CLASSES =
      List.of(
          new DataClass("cat", 80, 20, 51, instances("cat")),
          new DataClass("dog", 75, 19, 48, instances("dog")),
          new DataClass("a terrier of a name <b>that is long</b>", 7, 1, 3, instances("terrier")));

  private static final Optional<Inspection> FOUND =
      Optional.of(
          new Inspection(
              List.of(
                  new SplitCount(
                      "train", 5, List.of(new ClassCount("cat", 3), new ClassCount("dog", 2))),
                  new SplitCount(
                      "val", 3, List.of(new ClassCount("cat", 1), new ClassCount("dog", 2)))),
              List.of(new Finding("train/cat/<b>9</b>.jpg", "it is empty")),
              List.of(),
              List.of(new Finding("val/dog/notes.bin", "no image by its first bytes")),
              new Duplicates(
                  1,
                  2,
                  1,
                  1,
                  0,
                  List.of(
                      new Group(
                          true,
                          List.of(
                              new Place("train", "train/cat/0", "cat"),
                              new Place("val", "val/cat/1", "cat"))))),
              new TreeMap<>(Map.of("JPEG", 6, "WebP", 1)),
              new TreeMap<>(Map.of("RGB", 7)),
              1,
              new Span(40, 320, 4000),
              new Span(40, 240, 3000)));

  private static List<Instance> instances(String name) {
    return IntStream.range(0, 4).mapToObj(i -> new Instance("train/" + name + "/" + i)).toList();
  }

  DataPanelBrowserTest() {
    super(".vl-data");
  }

  @BeforeAll
  static void report() throws IOException {
    if (!Browser.isThere()) {
      return;
    }
    Map<String, byte[]> pictures = new HashMap<>();
    for (DataClass one : CLASSES) {
      one.instances()
          .forEach(i -> pictures.put(i.file(), drawn(160, 120, i.image().hashCode(), 96)));
    }
    pictures.remove(CLASSES.get(1).instances().get(3).file());
    pictures.put(Effect.BEFORE, drawn(400, 300, 7, 224));
    pictures.put(Effect.AFTER, drawn(48, 48, 7, 224));
    pictures.put(DataPanel.augmented(1), drawn(48, 48, 90, 224));
    pictures.put(DataPanel.augmented(2), drawn(48, 48, 200, 224));
    Effect effect = new Effect("train/cat/0", 400, 300, 60, 48, 1);
    Experiment experiment = Samples.experiment(List.of(1L, 2L), List.of(4), List.of());
    new AllureReport(Clock.systemUTC(), Map.of())
        .write(
            experiment,
            Comparison.results(
                    experiment, Optional.of(Samples.ENVIRONMENT), Samples.allCompleted(experiment))
                .withInspection(FOUND),
            ReportMaterial.of(id -> Optional.empty())
                .withData(
                    Optional.of(
                        new DataPanel(
                            new DataPanel.Summary(
                                1,
                                CLASSES,
                                Optional.of(effect),
                                2,
                                List.of(instances("cat").subList(0, 2))),
                            pictures))),
            temporary.resolve("report"));
  }

  /** A gradient that tells top from bottom and left from right. */
  private static byte[] drawn(int width, int height, int hue, int longest) {
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      pixels[3 * i] = (byte) (i % width * 255 / width);
      pixels[3 * i + 1] = (byte) (i / width * 255 / height);
      pixels[3 * i + 2] = (byte) hue;
    }
    return Thumbnail.jpeg(new DecodedImage(width, height, 3, pixels), longest);
  }

  @Test
  void theCountsAreThoseOfTheData() {
    List<WebElement> rows = all("[aria-label='Images of every class'] tbody tr");
    assertThat(rows).hasSize(CLASSES.size() + 1);
    for (int i = 0; i < CLASSES.size(); i++) {
      DataClass one = CLASSES.get(i);
      assertThat(rows.get(i).findElement(By.tagName("th")).getText()).isEqualTo(one.name());
      assertThat(counts(rows.get(i))).containsExactly(one.train(), one.validation(), one.test());
    }
    assertThat(counts(rows.get(CLASSES.size())))
        .containsExactly(80 + 75 + 7, 20 + 19 + 1, 51 + 48 + 3);
    assertThat(await(".vl-data .vl-note").getText()).contains("seed 1");
  }

  @Test
  void thePicturesLoad() {
    List<WebElement> pictures = all(".vl-instances img");
    assertThat(pictures).hasSize(3 * 4 - 1);
    for (WebElement picture : pictures) {
      assertThat(width(picture)).isEqualTo(96);
    }
    assertThat(await(".vl-instances .vl-no-picture").getText()).isEqualTo("dog: train/dog/3");
    assertThat(all(".vl-effect:not(.vl-again) img"))
        .extracting(this::width)
        .containsExactly(224L, 48L, 48L, 48L);
    assertThat(all(".vl-effect:not(.vl-again) figcaption"))
        .extracting(WebElement::getText)
        .containsExactly("Before: 400 × 300 pixels", "After: 48 × 48 pixels", "Epoch 1", "Epoch 2");
    assertThat(await(".vl-data").getText())
        .contains("scaled to 60 pixels", "48 × 48 are taken, in grey", "changed at random");
  }

  @Test
  void whatALookAtAllImagesFoundIsShown() {
    assertThat(await(".vl-data").getText())
        .contains(
            "6 JPEG, 1 WebP",
            "40 to 4,000 pixels, median 320",
            "train/cat/<b>9</b>.jpg",
            "it is empty",
            "no image by its first bytes",
            "train/cat/0 (train, cat)",
            "the same bytes");
    assertThat(all(".vl-again img")).hasSize(2);
    assertThat(all(".vl-caution"))
        .extracting(WebElement::getText)
        .anyMatch(note -> note.startsWith("1 of 8 images cannot be read, and left out"))
        .anyMatch(note -> note.startsWith("1 test image trained on as well"));
  }

  @Test
  void theFrameIsWhatTheCropTakes() {
    WebElement whole = await(".vl-effect img");
    WebElement frame = await(".vl-frame");
    double scale = whole.getRect().getHeight() / 60.0;
    assertThat((double) frame.getRect().getHeight()).isCloseTo(48 * scale, within(1.0));
    assertThat((double) frame.getRect().getWidth()).isCloseTo(48 * scale, within(1.0));
    assertThat((double) frame.getRect().getX() - whole.getRect().getX())
        .isCloseTo(16 * scale, within(1.0));
  }

  @Test
  void nothingIsWiderThanANarrowWindowAndTheConsoleIsSilent() throws IOException {
    assertFitsANarrowWindowInSilence();
  }

  /** In {@code target/pictures}, to be looked at. */
  @Test
  void picturesOfTheSection() throws IOException {
    Path pictures = Files.createDirectories(Path.of("target/pictures"));
    for (boolean dark : List.of(false, true)) {
      for (int width : List.of(1280, 390)) {
        open(width, 900, dark);
        browser.run("document.querySelector('.vl-data').scrollIntoView()");
        browser.run(
            "return new Promise(done => requestAnimationFrame(() => setTimeout(done, 200)))");
        browser.screenshot(pictures.resolve("data-" + width + (dark ? "-dark" : "") + ".png"));
      }
    }
    assertThat(pictures.resolve("data-390-dark.png")).isRegularFile();
  }

  private static List<Integer> counts(WebElement row) {
    return row.findElements(By.tagName("td")).stream()
        .limit(3)
        .map(cell -> Integer.valueOf(cell.getText()))
        .toList();
  }

  private long width(WebElement picture) {
    browser
        .patiently()
        .until(driver -> (boolean) browser.run("return arguments[0].complete", picture));
    return (long) browser.run("return arguments[0].naturalWidth", picture);
  }
}
