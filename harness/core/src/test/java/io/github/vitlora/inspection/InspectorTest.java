package io.github.vitlora.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.dataset.Finding;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.inspection.Inspection.ClassCount;
import io.github.vitlora.inspection.Inspection.Span;
import io.github.vitlora.io.Json;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.TestImages;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Given a folder of images, when each is looked at, then what is wrong with it is known. */
class InspectorTest {
  @TempDir Path folder;

  /** Draws rectangles at random places: two images of different numbers look different. */
  private static BufferedImage image(int number, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    SplittableRandom random = new SplittableRandom(number);
    for (int i = 0; i < 12; i++) {
      pen.setColor(new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256)));
      pen.fillRect(
          random.nextInt(side), random.nextInt(side), random.nextInt(side), random.nextInt(side));
    }
    pen.dispose();
    return image;
  }

  private static BufferedImage resized(BufferedImage image, int side) {
    BufferedImage resized = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = resized.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(image, 0, 0, side, side, null);
    pen.dispose();
    return resized;
  }

  private Path draw(String name, int number) {
    return TestImages.write(folder.resolve("data").resolve(name), image(number, 120));
  }

  private DatasetSpec spec() {
    return new DatasetSpec(
        new DatasetOrigin.Directory(folder.resolve("data").toString()),
        "train",
        "val",
        0,
        DatasetSpec.Limit.NONE,
        new TransformSpec(64, 64, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
        Optional.empty());
  }

  private Inspector inspector() {
    Sources sources =
        new Sources(new SourceSettings(folder.resolve("cache"), Optional.empty(), true));
    return Inspector.open(spec(), sources, 1 << 20, "test");
  }

  private Inspection look(int threads) throws InterruptedException {
    return inspector().look(threads, seen -> {});
  }

  private void drawSplits() {
    int number = 0;
    for (String split : List.of("train", "val")) {
      for (String name : List.of("cat", "dog")) {
        for (int i = 0; i < 4; i++) {
          draw("%s/%s/%d.png".formatted(split, name, i), number++);
        }
      }
    }
  }

  @Test
  void imagesInOrderAreCounted() throws Exception {
    drawSplits();
    TestImages.write(folder.resolve("data/train/dog/wide.jpg"), new BufferedImage(300, 20, 10));

    List<Integer> progress = new ArrayList<>();
    Inspection found = inspector().look(2, progress::add);

    assertThat(found.splits())
        .extracting(Inspection.SplitCount::name, Inspection.SplitCount::images)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("train", 9),
            org.assertj.core.groups.Tuple.tuple("val", 8));
    assertThat(found.splits().get(0).classes())
        .containsExactly(new ClassCount("cat", 4), new ClassCount("dog", 5));
    assertThat(found.unreadable()).isEmpty();
    assertThat(found.formats()).containsEntry("PNG", 16).containsEntry("JPEG", 1);
    assertThat(found.width()).isEqualTo(new Span(120, 120, 300));
    assertThat(found.height()).isEqualTo(new Span(20, 120, 120));
    assertThat(found.duplicates()).isEqualTo(Duplicates.NONE);
    assertThat(found.warnings(false)).isEmpty();
    assertThat(progress).last().isEqualTo(17);
    assertThat(Json.strict().readValue(Json.bytes(found), Inspection.class)).isEqualTo(found);
  }

  @Test
  void allThatCannotBeReadIsNamedAtOnce() throws Exception {
    drawSplits();
    byte[] whole = Files.readAllBytes(folder.resolve("data/train/cat/0.png"));
    Files.write(folder.resolve("data/train/cat/cut.png"), java.util.Arrays.copyOf(whole, 60));
    Files.createFile(folder.resolve("data/val/dog/empty.jpg"));
    Files.writeString(folder.resolve("data/val/dog/text.jpg"), "not an image");
    Files.write(folder.resolve("data/val/dog/raw.bin"), new byte[] {1, 2, 3});

    Inspection found = look(2);

    assertThat(found.unreadable())
        .extracting(Finding::file)
        .containsExactly("train/cat/cut.png", "val/dog/empty.jpg", "val/dog/text.jpg");
    assertThat(found.leftOut())
        .containsExactly(new Finding("val/dog/raw.bin", "no image by its first bytes"));
    assertThat(found.warnings(true))
        .anyMatch(text -> text.startsWith("3 of 19 images cannot be read, and left out"))
        .anyMatch(text -> text.startsWith("1 file among the images not used"));
  }

  @Test
  void imagesThatAreThereTwiceAreFound() throws Exception {
    drawSplits();
    Path data = folder.resolve("data");
    Files.copy(data.resolve("train/cat/0.png"), data.resolve("val/cat/copy.png"));
    Files.copy(data.resolve("train/cat/1.png"), data.resolve("val/dog/otherwise.png"));
    TestImages.write(data.resolve("val/cat/smaller.jpg"), resized(image(2, 120), 90));

    Duplicates found = look(2).duplicates();

    assertThat(found.groups()).isEqualTo(3);
    assertThat(found.images()).isEqualTo(6);
    assertThat(found.tested()).isEqualTo(3);
    assertThat(found.contradicting()).isEqualTo(1);
    assertThat(found.shown())
        .extracting(
            group ->
                group.exact() + " " + group.places().stream().map(Duplicates.Place::image).toList())
        .containsExactly(
            "true [train/cat/1.png, val/dog/otherwise.png]",
            "true [train/cat/0.png, val/cat/copy.png]",
            "false [train/cat/2.png, val/cat/smaller.jpg]");
    assertThat(found.refusal()).get().asString().startsWith("3 images in more than one split");
    assertThat(look(2).warnings(false))
        .anyMatch(text -> text.startsWith("3 test images trained on as well"))
        .anyMatch(text -> text.startsWith("1 image under different classes"));
  }

  @Test
  void imagesOfOneColourAreNotTakenForEachOther() throws Exception {
    drawSplits();
    for (int i = 0; i < 3; i++) {
      BufferedImage plain = new BufferedImage(50 + i, 50, BufferedImage.TYPE_INT_RGB);
      TestImages.write(folder.resolve("data/train/cat/plain%d.png".formatted(i)), plain);
    }

    assertThat(look(2).duplicates()).isEqualTo(Duplicates.NONE);
  }

  @Test
  void theNumberOfThreadsChangesNothing() throws Exception {
    drawSplits();
    Files.createFile(folder.resolve("data/val/dog/empty.jpg"));

    assertThat(look(1)).isEqualTo(look(4));
  }

  @Test
  void cropsAreKeptForTheFirstTrial() throws Exception {
    drawSplits();

    look(2);

    try (Stream<Path> files = Files.walk(folder.resolve("cache/crops"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(16);
    }
  }

  @Test
  void whatWouldBeFoundIsKnownByTheContent() throws IOException, InterruptedException {
    drawSplits();
    // Their times cannot be set back: they were changed just now, and are read again.
    assertThat(inspector().key()).isEmpty();
  }
}
