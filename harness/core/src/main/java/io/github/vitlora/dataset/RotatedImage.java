package io.github.vitlora.dataset;

import io.github.vitlora.image.DecodedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * An image, turned.
 *
 * @param of the image as it lies
 * @param quarters quarter turns counterclockwise, 0 to 3
 */
record RotatedImage(StoredImage of, int quarters) implements StoredImage {
  private static final int RIGHT_ANGLE = 90;

  @Override
  public String name() {
    return of.name() + "@" + RIGHT_ANGLE * quarters;
  }

  @Override
  public InputStream open() throws IOException {
    return new SequenceInputStream(
        new ByteArrayInputStream(new byte[] {(byte) quarters}), of.open());
  }

  @Override
  public DecodedImage decode() {
    DecodedImage turned = of.decode();
    for (int i = 0; i < quarters; i++) {
      turned = quarterTurn(turned);
    }
    return turned;
  }

  private static DecodedImage quarterTurn(DecodedImage image) {
    int width = image.height();
    int height = image.width();
    int channels = image.channels();
    byte[] pixels = new byte[image.pixels().length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        // What was at the right edge comes to the top.
        int from = (x * image.width() + (image.width() - 1 - y)) * channels;
        System.arraycopy(image.pixels(), from, pixels, (y * width + x) * channels, channels);
      }
    }
    return new DecodedImage(width, height, channels, pixels);
  }
}
