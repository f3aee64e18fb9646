package io.github.vitlora.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailTest {

  @ParameterizedTest
  @CsvSource({
    "300, 200, 112, 75",
    "200, 300, 75, 112",
    "28, 28, 28, 28",
    "1000, 1, 112, 1",
  })
  void theLongestSideIsBounded(int width, int height, int expectedWidth, int expectedHeight)
      throws IOException {
    BufferedImage small = thumbnail(new DecodedImage(width, height, 1, new byte[width * height]));

    assertThat(small.getWidth()).isEqualTo(expectedWidth);
    assertThat(small.getHeight()).isEqualTo(expectedHeight);
  }

  @Test
  void coloursAndGreysStayWhatTheyAre() throws IOException {
    byte[] red = new byte[3 * 64];
    for (int i = 0; i < red.length; i += 3) {
      red[i] = (byte) 200;
      red[i + 1] = 40;
      red[i + 2] = 60;
    }
    assertCloseTo(thumbnail(new DecodedImage(8, 8, 3, red)).getRGB(4, 4), 200, 40, 60);
    byte[] grey = new byte[64];
    Arrays.fill(grey, (byte) 130);
    assertCloseTo(thumbnail(new DecodedImage(8, 8, 1, grey)).getRGB(4, 4), 130, 130, 130);
  }

  private static void assertCloseTo(int rgb, int red, int green, int blue) {
    assertThat(rgb >> 16 & 0xff).isBetween(red - 3, red + 3);
    assertThat(rgb >> 8 & 0xff).isBetween(green - 3, green + 3);
    assertThat(rgb & 0xff).isBetween(blue - 3, blue + 3);
  }

  private static BufferedImage thumbnail(DecodedImage image) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(Thumbnail.jpeg(image, 112)));
  }
}
