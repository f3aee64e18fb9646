package io.github.vitlora.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.Enhancement;
import io.github.vitlora.testing.TestImages;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Operations against torchvision 0.22 on Pillow's images, to the bit: the CSV files have the
 * beginnings of SHA-256 sums of what these make of noise of 48 by 48 pixels, and of the same noise
 * dimmed, which leaves the ends of the scale free.
 */
class TorchvisionOperationsTest {
  private static final DecodedImage NOISE = TestImages.noise(48, 48);

  @ParameterizedTest
  @CsvFileSource(resources = "torchvision-randaugment.csv", numLinesToSkip = 1)
  void operationsOfRandAugment(
      RandAugment.Operation operation, int magnitude, int sign, String noise, String dimmed) {
    assertThat(sum(operation.apply(NOISE, magnitude, sign))).isEqualTo(noise);
    assertThat(sum(operation.apply(dimmed(), magnitude, sign))).isEqualTo(dimmed);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "torchvision-colours.csv", numLinesToSkip = 1)
  void changesOfColour(String change, double amount, String noise, String dimmed) {
    assertThat(sum(changed(NOISE, change, amount))).isEqualTo(noise);
    assertThat(sum(changed(dimmed(), change, amount))).isEqualTo(dimmed);
  }

  /** Pillow's {@code L} images. */
  @ParameterizedTest
  @CsvSource({
    "contrast, 27af9273ebfa531a",
    "EQUALIZE, 753b77852670cb2f",
    "ROTATE, 492b644155ceb226"
  })
  void greyImages(String change, String sum) {
    DecodedImage grey = NOISE.inChannels(1);
    DecodedImage changed =
        change.equals("contrast")
            ? Enhancement.contrast(grey, 0.35)
            : RandAugment.Operation.valueOf(change).apply(grey, 9, 1);

    assertThat(sum(changed)).isEqualTo(sum);
  }

  @Test
  void greyHasNoColourToChange() {
    DecodedImage grey = NOISE.inChannels(1);

    assertThat(ColourJitter.Hue.turned(grey, 0.3).pixels()).isEqualTo(grey.pixels());
    assertThat(Enhancement.saturation(grey, 0.3).pixels()).isEqualTo(grey.pixels());
  }

  @ParameterizedTest
  @EnumSource
  void everyOperationKeepsShapeAndInput(RandAugment.Operation operation) {
    SplittableRandom sizes = new SplittableRandom(3);
    for (int i = 0; i < 50; i++) {
      DecodedImage image = TestImages.noise(sizes.nextInt(1, 20), sizes.nextInt(1, 20));
      byte[] before = image.pixels().clone();

      DecodedImage changed = operation.apply(image, sizes.nextInt(31), i % 2 == 0 ? 1 : -1);

      assertThat(changed.width()).isEqualTo(image.width());
      assertThat(changed.height()).isEqualTo(image.height());
      assertThat(image.pixels()).isEqualTo(before);
    }
  }

  private static DecodedImage dimmed() {
    byte[] pixels = NOISE.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ((pixels[i] & 0xff) / 3 + 40);
    }
    return new DecodedImage(NOISE.width(), NOISE.height(), 3, pixels);
  }

  private static DecodedImage changed(DecodedImage image, String change, double amount) {
    return switch (change) {
      case "brightness" -> Enhancement.brightness(image, amount);
      case "contrast" -> Enhancement.contrast(image, amount);
      case "saturation" -> Enhancement.saturation(image, amount);
      case "sharpness" -> Enhancement.sharpness(image, amount);
      default -> ColourJitter.Hue.turned(image, amount);
    };
  }

  private static String sum(DecodedImage image) {
    return TestImages.sha256(image.pixels()).substring(0, 16);
  }
}
