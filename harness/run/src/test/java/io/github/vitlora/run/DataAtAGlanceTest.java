package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.vitlora.descriptor.BuiltinExperiment;
import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.report.page.DataPanel;
import io.github.vitlora.report.page.DataPanel.DataClass;
import io.github.vitlora.report.page.DataPanel.Effect;
import io.github.vitlora.report.page.DataPanel.Instance;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.Samples;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataAtAGlanceTest {
  private static final List<Float> HALF = List.of(0.5f, 0.5f, 0.5f);

  @TempDir Path temporary;

  @Test
  void classesAreCountedAndShownByTheirFirstTrainingImages() throws IOException {
    for (String name : List.of("cat", "dog")) {
      draw("train/" + name, 10, 300, 200);
      draw("val/" + name, name.equals("cat") ? 3 : 5, 300, 200);
    }
    DataPanel panel = of(folder(0.2, new TransformSpec(40, 32, HALF, HALF))).orElseThrow();

    assertThat(panel.summary().seed()).isEqualTo(3);
    assertThat(panel.summary().classes())
        .extracting(DataClass::name, DataClass::train, DataClass::validation, DataClass::test)
        .containsExactly(tuple("cat", 8, 2, 3), tuple("dog", 8, 2, 5));
    List<Instance> cats = panel.summary().classes().get(0).instances();
    assertThat(cats)
        .hasSize(4)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Comparator.comparing(Instance::image));
    assertThat(cats).allMatch(one -> one.image().startsWith("train/cat/"));
    assertThat(picture(panel, cats.get(0).file()))
        .satisfies(
            small ->
                assertThat(List.of(small.getWidth(), small.getHeight())).containsExactly(96, 64));
    assertThat(panel.summary().transform())
        .contains(new Effect(cats.get(0).image(), 300, 200, 40, 32, 3));
    assertThat(picture(panel, Effect.BEFORE).getWidth()).isEqualTo(224);
    assertThat(picture(panel, Effect.AFTER))
        .satisfies(
            seen -> assertThat(List.of(seen.getWidth(), seen.getHeight())).containsExactly(32, 32));
    assertThat(panel.pictures()).hasSize(2 * 4 + 2);
  }

  @Test
  void greyImagesThatAreSmallAlreadyKeepTheirSize() throws IOException {
    Experiment quickstart = BuiltinExperiment.QUICKSTART.read(temporary, name -> Optional.empty());

    DataPanel panel = DataAtAGlance.of(quickstart, Optional.empty(), sources()).orElseThrow();

    assertThat(panel.summary().classes()).hasSize(10);
    assertThat(panel.summary().classes())
        .allSatisfy(one -> assertThat(one.instances()).hasSize(4))
        .allSatisfy(one -> assertThat(one.train()).isPositive());
    assertThat(panel.pictures()).hasSize(10 * 4 + 2);
    for (String file : panel.pictures().keySet()) {
      BufferedImage picture = picture(panel, file);
      assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(28, 28);
    }
  }

  @Test
  void ofManyClassesThereAreNoMorePicturesThanAPageCanCarry() {
    DataPanel panel =
        of(new DatasetSpec(
                new DatasetOrigin.Fractals(64),
                "train",
                "test",
                0.5,
                new DatasetSpec.Limit(Optional.of(2), Optional.of(1)),
                new TransformSpec(32, 32, HALF, HALF),
                Optional.empty()))
            .orElseThrow();

    assertThat(panel.pictures()).hasSize(60 + 2);
    assertThat(panel.summary().classes())
        .hasSize(64)
        .allSatisfy(
            one ->
                assertThat(List.of(one.train(), one.validation(), one.test()))
                    .containsExactly(1, 1, 1));
  }

  @Test
  void anImageThatCannotBeReadIsCountedAndHasNoPicture() throws IOException {
    for (String name : List.of("cat", "dog")) {
      draw("train/" + name, 2, 30, 30);
      draw("val/" + name, 1, 30, 30);
    }
    Files.writeString(temporary.resolve("images/train/cat/0.png"), "no picture");

    DataPanel panel = of(folder(0, new TransformSpec(32, 32, HALF, HALF))).orElseThrow();

    DataClass cat = panel.summary().classes().get(0);
    assertThat(cat.train()).isEqualTo(2);
    assertThat(cat.instances()).hasSize(2);
    assertThat(panel.pictures())
        .hasSize(3)
        .containsKey(cat.instances().get(1).file())
        .doesNotContainKey(cat.instances().get(0).file());
    assertThat(panel.summary().transform()).isEmpty();
  }

  @Test
  void anAugmentedImageIsShownAsTheFirstEpochsHaveIt() throws IOException {
    for (String name : List.of("cat", "dog")) {
      draw("train/" + name, 3, 60, 40);
      draw("val/" + name, 1, 60, 40);
    }
    DatasetSpec plain = folder(0, new TransformSpec(32, 32, HALF, HALF));
    AugmentationSpec augmentation =
        new AugmentationSpec(
            0.5, Optional.of(new AugmentationSpec.ResizedCrop(0.1, 0.5, 0.75, 4 / 3.0)));

    DataPanel panel = of(plain.withAugmentation(augmentation)).orElseThrow();

    assertThat(panel.summary().augmented()).isBetween(1, DataPanel.MOST_AUGMENTED);
    for (int epoch = 1; epoch <= panel.summary().augmented(); epoch++) {
      assertThat(picture(panel, DataPanel.augmented(epoch)).getWidth()).isEqualTo(32);
    }
    assertThat(panel.pictures().get(DataPanel.augmented(1)))
        .isNotEqualTo(panel.pictures().get(Effect.AFTER));
    assertThat(of(plain).orElseThrow().summary().augmented()).isZero();
  }

  @Test
  void aDataSetThatIsNotThereLeavesTheReportWithout() {
    assertThat(of(folder(0, new TransformSpec(32, 32, HALF, HALF)))).isEmpty();
  }

  private Optional<DataPanel> of(DatasetSpec spec) {
    Experiment sample = Samples.experiment(List.of(3L, 4L), List.of(4), List.of());
    return DataAtAGlance.of(
        new Experiment(
            "glance",
            "",
            sample.model(),
            spec,
            sample.training(),
            sample.seeds(),
            List.of(new Regime.LinearProbe()),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty()),
        Optional.empty(),
        sources());
  }

  private DatasetSpec folder(double validation, TransformSpec transform) {
    return new DatasetSpec(
        new DatasetOrigin.Directory(temporary.resolve("images").toString()),
        "train",
        "val",
        validation,
        DatasetSpec.Limit.NONE,
        transform,
        Optional.empty());
  }

  private Sources sources() {
    return new Sources(new SourceSettings(temporary.resolve("cache"), Optional.empty(), true));
  }

  private void draw(String folder, int count, int width, int height) throws IOException {
    Path place = Files.createDirectories(temporary.resolve("images").resolve(folder));
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      for (int x = 0; x < width; x++) {
        image.setRGB(x, i, 0xff8800);
        image.setRGB(x, height - 1 - x % height, 0x0088ff);
      }
      ImageIO.write(image, "png", place.resolve(i + ".png").toFile());
    }
  }

  private static BufferedImage picture(DataPanel panel, String file) {
    try {
      return ImageIO.read(new ByteArrayInputStream(panel.pictures().get(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
