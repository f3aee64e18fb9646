package io.github.vitlora.image;

import java.util.Arrays;

/**
 * Changes brightness, contrast, saturation and sharpness as Pillow's {@code ImageEnhance} does, to
 * the bit: the image is blended with what is left of it where the quality is missing. A factor of 1
 * changes nothing, 0 takes the quality away, more than 1 exaggerates it.
 */
public final class Enhancement {
  private Enhancement() {}

  /** Blends the image with black. */
  public static DecodedImage brightness(DecodedImage image, double factor) {
    return blend(image, new byte[image.pixels().length], factor);
  }

  /** Blends the image with the mean of its luminance. */
  public static DecodedImage contrast(DecodedImage image, double factor) {
    byte[] grey = image.inChannels(1).pixels();
    long sum = 0;
    for (byte value : grey) {
      sum += value & 0xff;
    }
    byte[] even = new byte[image.pixels().length];
    Arrays.fill(even, (byte) (int) ((double) sum / grey.length + 0.5));
    return blend(image, even, factor);
  }

  /** Blends the image with its luminance; grey stays as it is. */
  public static DecodedImage saturation(DecodedImage image, double factor) {
    return blend(image, image.inChannels(1).inChannels(image.channels()).pixels(), factor);
  }

  /** Blends the image with what a smoothing filter makes of it. */
  public static DecodedImage sharpness(DecodedImage image, double factor) {
    return blend(image, smooth(image), factor);
  }

  /** Pillow's {@code Image.blend}: in single precision, cut off rather than rounded. */
  private static DecodedImage blend(DecodedImage image, byte[] without, double factor) {
    float share = (float) factor;
    byte[] with = image.pixels();
    byte[] blended = new byte[with.length];
    for (int i = 0; i < with.length; i++) {
      int from = without[i] & 0xff;
      float value = from + share * ((with[i] & 0xff) - from);
      blended[i] = (byte) (int) Math.max(0, Math.min(255, value));
    }
    return new DecodedImage(image.width(), image.height(), image.channels(), blended);
  }

  /** Pillow's {@code SMOOTH}: the pixel five times and its neighbours once; edges stay. */
  private static byte[] smooth(DecodedImage image) {
    float neighbour = 1 / 13f;
    float middle = 5 / 13f;
    int step = image.channels();
    int row = image.width() * step;
    byte[] in = image.pixels();
    byte[] out = in.clone();
    for (int y = 1; y < image.height() - 1; y++) {
      for (int i = y * row + step; i < (y + 1) * row - step; i++) {
        float sum = 0.5f;
        sum += three(in, i + row, step, neighbour, neighbour);
        sum += three(in, i, step, neighbour, middle);
        sum += three(in, i - row, step, neighbour, neighbour);
        out[i] = (byte) (int) Math.max(0, Math.min(255, sum));
      }
    }
    return out;
  }

  private static float three(byte[] in, int at, int step, float side, float middle) {
    return (in[at - step] & 0xff) * side + (in[at] & 0xff) * middle + (in[at + step] & 0xff) * side;
  }
}
