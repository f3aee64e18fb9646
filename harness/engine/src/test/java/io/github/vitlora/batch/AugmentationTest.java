package io.github.vitlora.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.AugmentationSpec.ResizedCrop;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.image.BicubicResize;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.testing.TestImages;
import io.github.vitlora.transform.Augmentation;
import io.github.vitlora.transform.Crops;
import io.github.vitlora.transform.DecodedCache;
import io.github.vitlora.transform.ImageTransform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few drawn images, changed at random. */
class AugmentationTest {
  private static final Optional<ResizedCrop> WINDOWS =
      Optional.of(new ResizedCrop(0.08, 1, 0.75, 4 / 3.0));
  private static final AugmentationSpec ALL =
      new AugmentationSpec(0.5, WINDOWS)
          .with(
              to ->
                  to.randAugment(new AugmentationSpec.RandAugment(2, 9))
                      .colourJitter(new AugmentationSpec.ColourJitter(0.4, 0.4, 0.4, 0.1)));

  @TempDir Path folder;
  private final List<LabelledImage> images = new ArrayList<>();
  private final DecodedCache plain =
      new DecodedCache(
          new ImageTransform(new TransformSpec(9, 8, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f))),
          1 << 20);

  @BeforeEach
  void draw() {
    for (int i = 0; i < 12; i++) {
      Path file = TestImages.draw(folder.resolve(i + ".png"), 20 + i, 17, 10 * i);
      images.add(new LabelledImage(new ImageFile(file), i));
    }
  }

  @Test
  void flippingTwiceChangesNothing() {
    DecodedImage image = TestImages.noise(7, 5);

    assertThat(image.mirrored().pixels()).isNotEqualTo(image.pixels());
    assertThat(image.mirrored().mirrored().pixels()).isEqualTo(image.pixels());
  }

  @Test
  void aFlipExchangesLeftAndRightAndNothingElse() {
    byte[] crop = plain.crop(images.get(0).image());
    byte[] flipped = crops(new AugmentationSpec(1, Optional.empty()), 3, 0).get(0);

    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        for (int c = 0; c < 3; c++) {
          assertThat(flipped[(8 * y + x) * 3 + c]).isEqualTo(crop[(8 * y + 7 - x) * 3 + c]);
        }
      }
    }
  }

  @Test
  void someAreFlippedAndOthersNot() {
    AugmentationSpec sometimes = new AugmentationSpec(0.5, Optional.empty());
    Crops shown = augmentation(sometimes).of(plain, 1, 0);
    byte[] crop = plain.crop(images.get(0).image());
    int flipped = 0;
    for (int place = 0; place < 1000; place++) {
      byte[] seen = shown.crop(images.get(0).image(), place);
      flipped += seen[0] == crop[0] ? 0 : 1;
    }
    assertThat(flipped).isBetween(440, 560);
  }

  @Test
  void neitherThreadsNorTheOrderOfDecodingMatter() {
    List<byte[]> backwards = new ArrayList<>();
    Crops shown = augmentation(ALL).of(plain, 2, 0);
    for (int i = images.size() - 1; i >= 0; i--) {
      backwards.add(0, shown.crop(images.get(i).image(), i));
    }

    assertThat(crops(ALL, 2, 0)).containsExactlyElementsOf(backwards);
  }

  @Test
  void aPassThatBeginsLaterShowsWhatTheWholeOneWouldHave() {
    assertThat(crops(ALL, 2, 5)).containsExactlyElementsOf(crops(ALL, 2, 0).subList(5, 12));
  }

  @Test
  void anotherEpochOrSeedShowsOthers() {
    byte[] here = crops(ALL, 1, 0).get(3);

    assertThat(crops(ALL, 2, 0).get(3)).isNotEqualTo(here);
    assertThat(
            new Augmentation(ALL, new RandomStreams(8))
                .of(plain, 1, 0)
                .crop(images.get(3).image(), 3))
        .isNotEqualTo(here);
  }

  @Test
  void aWindowIsTakenOfTheWholeImageAndNotOfItsCrop() {
    ResizedCrop whole = new ResizedCrop(1, 1, 20 / 17.0, 20 / 17.0);
    byte[] seen = crops(new AugmentationSpec(0, Optional.of(whole)), 1, 0).get(0);

    assertThat(seen).isEqualTo(BicubicResize.resize(images.get(0).image().decode(), 8, 8).pixels());
  }

  @Test
  void greyImagesAreFlippedAndCroppedToo() {
    DecodedCache grey =
        new DecodedCache(new ImageTransform(new TransformSpec(8, 8, List.of(0f), List.of(1f))), 0);

    assertThat(augmentation(ALL).of(grey, 1, 0).crop(images.get(0).image(), 0)).hasSize(64);
  }

  private static Augmentation augmentation(AugmentationSpec spec) {
    return new Augmentation(spec, new RandomStreams(7));
  }

  /** What a loader of three threads shows of an epoch from a place on. */
  private List<byte[]> crops(AugmentationSpec spec, int epoch, int first) {
    List<byte[]> crops = new ArrayList<>();
    Crops shown = augmentation(spec).of(plain, epoch, first);
    try (BatchLoader loader = new BatchLoader(images.subList(first, images.size()), shown, 4, 3)) {
      loader.forEachRemaining(batch -> crops.addAll(batch.crops()));
    }
    return crops;
  }
}
