package io.github.vitlora.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.AugmentationSpec.ResizedCrop;
import io.github.vitlora.image.BicubicResize;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.testing.TestImages;
import io.github.vitlora.transform.Augmentation.CropBox;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows as torchvision 0.22 chooses them, where only their place is random. */
class CropBoxTest {

  @ParameterizedTest
  @CsvSource({
    "100, 60, 0.5, 1, 55, 55",
    "100, 60, 0.08, 1.3333333333333333, 25, 19",
    "333, 500, 0.25, 0.75, 177, 236",
    "28, 28, 0.6, 1.1, 23, 21",
    "31, 30, 0.5, 0.75, 19, 25"
  })
  void areaAndRatioMakeTheSize(
      int imageWidth, int imageHeight, double scale, double ratio, int width, int height) {
    CropBox box = box(imageWidth, imageHeight, new ResizedCrop(scale, scale, ratio, ratio), 1);

    assertThat(box.width()).isEqualTo(width);
    assertThat(box.height()).isEqualTo(height);
  }

  @ParameterizedTest
  @CsvSource({
    "500, 20, 0.9, 1, 240, 0, 20, 20",
    "20, 500, 0.9, 1, 0, 240, 20, 20",
    "30, 30, 0.9999, 1.7, 0, 6, 30, 18"
  })
  void whereNoWindowFitsTheMiddleIsTaken(
      int imageWidth,
      int imageHeight,
      double scale,
      double ratio,
      int left,
      int top,
      int width,
      int height) {
    assertThat(box(imageWidth, imageHeight, new ResizedCrop(scale, scale, ratio, ratio), 1))
        .isEqualTo(new CropBox(left, top, width, height));
  }

  @Test
  void everyWindowLiesWithinTheImageAndItsRanges() {
    ResizedCrop range = new ResizedCrop(0.08, 1, 0.75, 4 / 3.0);
    SplittableRandom sizes = new SplittableRandom(7);
    for (int i = 0; i < 5_000; i++) {
      int width = sizes.nextInt(1, 400);
      int height = sizes.nextInt(1, 400);

      CropBox box = box(width, height, range, i);

      assertThat(box.left()).isBetween(0, width - box.width());
      assertThat(box.top()).isBetween(0, height - box.height());
      assertThat(box.width()).isPositive();
      assertThat(box.height()).isPositive();
      // Rounding moves either side by half a pixel.
      assertThat((box.width() - 0.5) / (box.height() + 0.5)).isLessThanOrEqualTo(4 / 3.0);
      assertThat((box.width() + 0.5) / (box.height() - 0.5)).isGreaterThanOrEqualTo(0.75);
    }
  }

  @Test
  void areasAreSpreadEvenly() {
    ResizedCrop range = new ResizedCrop(0.2, 0.6, 1, 1);
    double sum = 0;
    for (int i = 0; i < 20_000; i++) {
      CropBox box = box(1000, 1000, range, i);
      sum += box.width() * box.height() / 1e6;
    }
    assertThat(sum / 20_000).isBetween(0.397, 0.403);
  }

  /** {@code resized_crop(image, 5, 7, 33, 40, (24, 24), BICUBIC)} of torchvision on a PIL image. */
  @Test
  void aWindowIsResizedAsTorchvisionDoesIt() {
    DecodedImage part = new CropBox(7, 5, 40, 33).of(TestImages.noise(61, 47));

    assertThat(TestImages.sha256(BicubicResize.resize(part, 24, 24).pixels()))
        .isEqualTo("1a2f2ee5f4981e8b634c53655d85b71a8fcb73139f2aa512b15dc7c2d46e5069");
  }

  private static CropBox box(int width, int height, ResizedCrop range, long seed) {
    return CropBox.draw(width, height, range, new SplittableRandom(seed));
  }
}
