package io.github.vitlora.image.webp;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Holds the samples of one component, with the row above them (127) and the column before them
 * (129) that the first blocks are predicted from, and predicts blocks from their neighbours (RFC
 * 6386, section 12).
 */
final class Vp8Plane {
  static final int DC = 0;
  static final int TRUE_MOTION = 1;
  static final int VERTICAL = 2;
  static final int HORIZONTAL = 3;

  /** Samples around a block of four by four, which its modes take. */
  static final int EDGE = 15;

  private static final int ABOVE = 127;
  private static final int BEFORE = 129;

  /** As many samples as a block looks at beyond its own columns in the row above it. */
  private static final int BEYOND = 4;

  /** Two samples are averaged where the number is beyond this, otherwise three. */
  private static final int HALF = 16;

  /**
   * For modes 2 to 9, which of the samples around the block each of its samples is made of: S0 is
   * the smooth mean of 0 to 2, H0 the half of 0 and 1.
   */
  private static final int[][] DIRECTIONS = {
    places("S5 S6 S7 S8 S5 S6 S7 S8 S5 S6 S7 S8 S5 S6 S7 S8"),
    places("S3 S3 S3 S3 S2 S2 S2 S2 S1 S1 S1 S1 S0 S0 S0 S0"),
    places("S4 S5 S6 S7 S3 S4 S5 S6 S2 S3 S4 S5 S1 S2 S3 S4"),
    places("H5 H6 H7 H8 S4 S5 S6 S7 S3 H5 H6 H7 S2 S4 S5 S6"),
    places("S6 S7 S8 S9 S7 S8 S9 S10 S8 S9 S10 S11 S9 S10 S11 S12"),
    places("H6 H7 H8 H9 S6 S7 S8 S9 H7 H8 H9 S10 S7 S8 S9 S11"),
    places("H4 S4 S5 S6 H3 S3 H4 S4 H2 S2 H3 S3 H1 S1 H2 S2"),
    places("H3 S2 H2 S1 H2 S1 H1 S0 H1 S0 H0 H0 H0 H0 H0 H0"),
  };

  final byte[] samples;
  final int stride;

  Vp8Plane(int width, int height) {
    stride = 1 + width + BEYOND;
    samples = new byte[Math.multiplyExact(stride, height + 1)];
    Arrays.fill(samples, 0, stride, (byte) ABOVE);
    for (int y = 0; y < height; y++) {
      samples[at(-1, y)] = (byte) BEFORE;
    }
  }

  private static int[] places(String text) {
    return Stream.of(text.split(" "))
        .mapToInt(one -> Integer.parseInt(one.substring(1)) + (one.charAt(0) == 'H' ? HALF : 0))
        .toArray();
  }

  /** Returns where a sample lies; x and y may be -1. */
  int at(int x, int y) {
    return (y + 1) * stride + x + 1;
  }

  int get(int at) {
    return samples[at] & 0xff;
  }

  /** Predicts a square from the row above it and the column before it, by one of four modes. */
  void predict(int x, int y, int side, int mode) {
    int at = at(x, y);
    if (mode == TRUE_MOTION) {
      trueMotion(at, side);
      return;
    }
    int mean = mean(x > 0, y > 0, at, side);
    for (int row = 0; row < side; row++) {
      int from = at + row * stride;
      if (mode == VERTICAL) {
        System.arraycopy(samples, at - stride, samples, from, side);
      } else {
        byte value = mode == DC ? (byte) mean : samples[from - 1];
        Arrays.fill(samples, from, from + side, value);
      }
    }
  }

  private int mean(boolean before, boolean above, int at, int side) {
    if (!before && !above) {
      return 128;
    }
    int sum = 0;
    for (int i = 0; i < side; i++) {
      sum += above ? get(at - stride + i) : 0;
      sum += before ? get(at + i * stride - 1) : 0;
    }
    int count = above && before ? 2 * side : side;
    return (sum + count / 2) / count;
  }

  private void trueMotion(int at, int side) {
    int corner = get(at - stride - 1);
    for (int row = 0; row < side; row++) {
      int from = at + row * stride;
      int difference = get(from - 1) - corner;
      for (int i = 0; i < side; i++) {
        samples[from + i] = clip(get(at - stride + i) + difference);
      }
    }
  }

  /**
   * Predicts a block of four by four by one of ten modes.
   *
   * @param edge the samples around it: the lowest before it twice, those before it upwards, the
   *     corner, the four above it, the four beyond these, and the last of them again
   */
  void predictBlock(int at, int mode, int[] edge) {
    if (mode == TRUE_MOTION) {
      trueMotion(at, 4);
      return;
    }
    int sum = 4;
    for (int i = 0; i < 4; i++) {
      sum += edge[1 + i] + edge[6 + i];
    }
    for (int i = 0; i < 16; i++) {
      int value = mode == DC ? sum >> 3 : directed(edge, DIRECTIONS[mode - VERTICAL][i]);
      samples[at + i / 4 * stride + i % 4] = (byte) value;
    }
  }

  private static int directed(int[] edge, int place) {
    if (place >= HALF) {
      return edge[place - HALF] + edge[place - HALF + 1] + 1 >> 1;
    }
    return edge[place] + 2 * edge[place + 1] + edge[place + 2] + 2 >> 2;
  }

  /**
   * Adds a block's difference, of which these are the coefficients (section 14.3).
   *
   * @param from of the first of 16 coefficients
   */
  void add(int at, short[] coefficients, int from) {
    int[] columns = new int[16];
    for (int i = 0; i < 4; i++) {
      int first = coefficients[from + i];
      int second = coefficients[from + 4 + i];
      int third = coefficients[from + 8 + i];
      int fourth = coefficients[from + 12 + i];
      int c = sine(second) - cosine(fourth);
      int d = cosine(second) + sine(fourth);
      columns[4 * i] = first + third + d;
      columns[4 * i + 1] = first - third + c;
      columns[4 * i + 2] = first - third - c;
      columns[4 * i + 3] = first + third - d;
    }
    for (int row = 0; row < 4; row++) {
      int a = columns[row] + 4 + columns[8 + row];
      int b = columns[row] + 4 - columns[8 + row];
      int c = sine(columns[4 + row]) - cosine(columns[12 + row]);
      int d = cosine(columns[4 + row]) + sine(columns[12 + row]);
      int to = at + row * stride;
      samples[to] = clip(get(to) + (a + d >> 3));
      samples[to + 1] = clip(get(to + 1) + (b + c >> 3));
      samples[to + 2] = clip(get(to + 2) + (b - c >> 3));
      samples[to + 3] = clip(get(to + 3) + (a - d >> 3));
    }
  }

  /** Multiplies by the root of two times the sine of 22.5 degrees, which is 0.54. */
  private static int sine(int value) {
    return value * 35468 >> 16;
  }

  /** Multiplies by the root of two times their cosine, which is 1.31. */
  private static int cosine(int value) {
    return (value * 20091 >> 16) + value;
  }

  static byte clip(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
