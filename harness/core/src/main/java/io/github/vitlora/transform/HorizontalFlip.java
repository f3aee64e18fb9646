package io.github.vitlora.transform;

import io.github.vitlora.image.DecodedImage;

/** Exchanges left and right. */
public final class HorizontalFlip {

  private HorizontalFlip() {}

  /** A mirrored copy. */
  public static DecodedImage of(DecodedImage image) {
    int channels = image.channels();
    int width = image.width();
    byte[] mirrored = new byte[image.pixels().length];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        System.arraycopy(
            image.pixels(),
            (y * width + x) * channels,
            mirrored,
            (y * width + width - 1 - x) * channels,
            channels);
      }
    }
    return new DecodedImage(width, image.height(), channels, mirrored);
  }
}
