package io.github.vitlora.image.webp;

/**
 * Makes red, green and blue of VP8's components, as libwebp does: colour differences are
 * interpolated between the four nearest samples ("fancy upsampling"), and converted in its fixed
 * point (its dsp/yuv.h).
 */
final class Vp8Colours {
  private static final int CHANNELS = 3;
  private static final int FRACTION_BITS = 6;

  private Vp8Colours() {}

  /**
   * Converts the samples of an image.
   *
   * @return shape (height, width, 3)
   */
  static byte[] pixels(int width, int height, Vp8Plane luma, Vp8Plane blue, Vp8Plane red) {
    byte[] pixels = new byte[CHANNELS * width * height];
    int[] u = new int[width];
    int[] v = new int[width];
    for (int y = 0; y < height; y++) {
      interpolate(blue, y, height, u);
      interpolate(red, y, height, v);
      int at = CHANNELS * width * y;
      for (int x = 0; x < width; x++) {
        int light = luma.get(luma.at(x, y)) * 19077 >> 8;
        pixels[at++] = clip(light + (v[x] * 26149 >> 8) - 14234);
        pixels[at++] = clip(light - (u[x] * 6419 >> 8) - (v[x] * 13320 >> 8) + 8708);
        pixels[at++] = clip(light + (u[x] * 33050 >> 8) - 17685);
      }
    }
    return pixels;
  }

  /** Weighs the nearest samples by 9, 3, 3 and 1; at the image's edges there are fewer. */
  private static void interpolate(Vp8Plane plane, int y, int height, int[] to) {
    int near = plane.at(0, y / 2);
    int row = y % 2 == 0 ? y / 2 - 1 : y / 2 + 1;
    boolean edge = y == 0 || y == height - 1 && y % 2 == 1;
    int far = edge ? near : plane.at(0, row);
    int last = to.length - 1;
    to[0] = 3 * plane.get(near) + plane.get(far) + 2 >> 2;
    for (int x = 1; x <= last / 2; x++) {
      int a = plane.get(near + x - 1);
      int b = plane.get(near + x);
      int c = plane.get(far + x - 1);
      int d = plane.get(far + x);
      int sum = a + b + c + d + 8;
      int falling = sum + 2 * (b + c) >> 3;
      int rising = sum + 2 * (a + d) >> 3;
      to[2 * x - 1] = falling + a >> 1;
      to[2 * x] = rising + b >> 1;
    }
    if (last % 2 == 1) {
      int x = last / 2;
      to[last] = 3 * plane.get(near + x) + plane.get(far + x) + 2 >> 2;
    }
  }

  private static byte clip(int value) {
    return (byte) Math.max(0, Math.min(255, value >> FRACTION_BITS));
  }
}
