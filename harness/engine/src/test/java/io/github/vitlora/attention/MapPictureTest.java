package io.github.vitlora.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.transform.ImageTransform;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class MapPictureTest {

  @Test
  void amountsRunFromDarkBlueToYellowAndOnlyGrowLighter() {
    assertThat(rgb(MapPicture.amountColour(0))).isEqualTo("#002051");
    assertThat(rgb(MapPicture.amountColour(1))).isEqualTo("#fdea45");
    double before = 0;
    for (int i = 0; i <= 64; i++) {
      double lightness = luminance(MapPicture.amountColour(i / 64.0));
      assertThat(lightness).as("at %d of 64", i).isGreaterThan(before);
      before = lightness;
    }
  }

  @Test
  void noChangeIsTransparentAndOppositeOnesAreAsOpaque() {
    assertThat(MapPicture.changeColour(0) >>> 24).isZero();
    assertThat(MapPicture.changeColour(-0.5) >>> 24)
        .isEqualTo(MapPicture.changeColour(0.5) >>> 24)
        .isPositive();
    assertThat(rgb(MapPicture.changeColour(-1))).isNotEqualTo(rgb(MapPicture.changeColour(1)));
  }

  @Test
  void theLargestAmountHasTheLastColourAndThePlaceOfItsPatch() {
    BufferedImage picture = MapPicture.ofAmounts(new double[] {0, 0, 0, 0.5}, 0.5, 32).image();

    assertThat(picture.getRGB(31, 31)).isEqualTo(MapPicture.amountColour(1));
    assertThat(picture.getRGB(0, 0)).isEqualTo(MapPicture.amountColour(0));
    assertThat(luminance(picture.getRGB(31, 16)))
        .as("between the two it is interpolated")
        .isBetween(
            luminance(MapPicture.amountColour(0.2)), luminance(MapPicture.amountColour(0.8)));
  }

  @Test
  void changesHaveTheirSignAndItsOpacity() {
    BufferedImage picture = MapPicture.ofChanges(new double[] {-0.1, 0, 0, 0.1}, 0.1, 32).image();

    assertThat(picture.getRGB(0, 0)).isEqualTo(MapPicture.changeColour(-1));
    assertThat(picture.getRGB(31, 31)).isEqualTo(MapPicture.changeColour(1));
    assertThat(MapPicture.ofChanges(new double[4], 0, 8).image().getRGB(3, 3) >>> 24).isZero();
  }

  @Test
  void aSmallGreyImageIsEnlargedToBeSeen() {
    TransformSpec grey = new TransformSpec(28, 28, List.of(0.5f), List.of(0.5f));
    byte[] crop = new byte[28 * 28];
    crop[27] = (byte) 200;

    BufferedImage image = Photograph.of(crop, new ImageTransform(grey)).image();

    assertThat(image.getWidth()).isEqualTo(168);
    assertThat(rgb(image.getRGB(167, 0))).isEqualTo("#c8c8c8");
    assertThat(rgb(image.getRGB(167, 6))).isEqualTo("#000000");
  }

  @Test
  void aPhotographKeepsItsColours() {
    TransformSpec colour = new TransformSpec(224, 224, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
    byte[] crop = new byte[3 * 224 * 224];
    crop[0] = 10;
    crop[1] = 20;
    crop[2] = 30;

    BufferedImage image = Photograph.of(crop, new ImageTransform(colour)).image();

    assertThat(image.getWidth()).isEqualTo(224);
    assertThat(rgb(image.getRGB(0, 0))).isEqualTo("#0a141e");
  }

  private static String rgb(int colour) {
    return "#%06x".formatted(colour & 0xffffff);
  }

  /** Relative luminance by the weights of ITU-R BT.709. */
  private static double luminance(int colour) {
    return 0.2126 * linear(colour >> 16 & 0xff)
        + 0.7152 * linear(colour >> 8 & 0xff)
        + 0.0722 * linear(colour & 0xff);
  }

  private static double linear(int value) {
    double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
