package io.github.vitlora.image;

/**
 * The JPEG File Interchange Format's colour conversion in libjpeg's 16-bit fixed point (its
 * jdcolor.c), so that pixels come out as they do in everything that is built on libjpeg.
 */
final class YccToRgb {

  private static final int HALF = 1 << 15;
  private static final int[] CR_TO_RED = new int[256];
  private static final int[] CB_TO_BLUE = new int[256];
  private static final int[] CR_TO_GREEN = new int[256];
  private static final int[] CB_TO_GREEN = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int x = i - 128;
      CR_TO_RED[i] = (fixed(1.40200) * x + HALF) >> 16;
      CB_TO_BLUE[i] = (fixed(1.77200) * x + HALF) >> 16;
      CR_TO_GREEN[i] = -fixed(0.71414) * x;
      CB_TO_GREEN[i] = -fixed(0.34414) * x + HALF;
    }
  }

  private YccToRgb() {}

  /** Converts the three samples at an offset in place. */
  static void convert(byte[] samples, int at) {
    int y = samples[at] & 0xff;
    int cb = samples[at + 1] & 0xff;
    int cr = samples[at + 2] & 0xff;
    samples[at] = clamp(y + CR_TO_RED[cr]);
    samples[at + 1] = clamp(y + ((CB_TO_GREEN[cb] + CR_TO_GREEN[cr]) >> 16));
    samples[at + 2] = clamp(y + CB_TO_BLUE[cb]);
  }

  private static int fixed(double factor) {
    return (int) (factor * (1 << 16) + 0.5);
  }

  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
