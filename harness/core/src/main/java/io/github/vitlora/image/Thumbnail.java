package io.github.vitlora.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Makes images small, for people. */
public final class Thumbnail {
  private Thumbnail() {}

  /**
   * Writes the image as a JPEG; one that is small already keeps its size.
   *
   * @param longest side that it has at most, in pixels
   */
  public static byte[] jpeg(DecodedImage image, int longest) {
    double scale = Math.min(1, (double) longest / Math.max(image.width(), image.height()));
    int width = Math.max(1, (int) Math.round(scale * image.width()));
    int height = Math.max(1, (int) Math.round(scale * image.height()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(
          drawn(BicubicResize.resize(image, width, height, 0, 0, width, height)), "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory has room for a small image", e);
    }
    return bytes.toByteArray();
  }

  private static BufferedImage drawn(DecodedImage image) {
    byte[] colours = image.inChannels(3).pixels();
    BufferedImage drawn =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < image.width() * image.height(); i++) {
      int rgb =
          (colours[3 * i] & 0xff) << 16
              | (colours[3 * i + 1] & 0xff) << 8
              | colours[3 * i + 2] & 0xff;
      drawn.setRGB(i % image.width(), i / image.width(), rgb);
    }
    return drawn;
  }
}
