package io.github.vitlora.image;

import java.util.Arrays;

/**
 * Resizes as PIL's {@code Image.resize(size, BICUBIC)} does, to the bit: antialiased bicubic
 * interpolation (a = -0.5), coefficients in fixed point with 22 fractional bits, rows first, then
 * columns, with eight bits in between.
 *
 * <p>Follows {@code src/libImaging/Resample.c} of Pillow 11: precompute_coeffs,
 * normalize_coeffs_8bpc and the two 8-bit passes. (Pillow 13 takes columns first for images several
 * times as tall as wide, which moves single values by rounding.)
 */
public final class BicubicResize {
  private static final int PRECISION_BITS = 22;
  private static final double SUPPORT = 2.0;

  private BicubicResize() {}

  /** Resizes the whole image. */
  public static DecodedImage resize(DecodedImage image, int width, int height) {
    return resize(image, width, height, 0, 0, width, height);
  }

  /**
   * Computes a window of the resized image, and nothing outside of it.
   *
   * @param width of the whole resized image
   * @param height of the whole resized image
   * @param left of the window within the resized image
   * @param top of the window within the resized image
   */
  public static DecodedImage resize(
      DecodedImage image,
      int width,
      int height,
      int left,
      int top,
      int windowWidth,
      int windowHeight) {
    Coefficients columns = Coefficients.of(image.width(), width, left, windowWidth);
    Coefficients rows = Coefficients.of(image.height(), height, top, windowHeight);
    int first = rows.first();
    int channels = image.channels();
    byte[] narrowed = horizontal(image, columns, first, rows.last() - first);
    return new DecodedImage(
        windowWidth,
        windowHeight,
        channels,
        vertical(narrowed, rows, first, channels * windowWidth));
  }

  private static byte[] horizontal(DecodedImage image, Coefficients columns, int first, int count) {
    int channels = image.channels();
    int width = columns.count();
    byte[] in = image.pixels();
    byte[] out = new byte[channels * width * count];
    int at = 0;
    for (int y = first; y < first + count; y++) {
      int row = channels * image.width() * y;
      for (int x = 0; x < width; x++) {
        int weight = x * columns.size;
        int length = columns.length[x];
        for (int channel = 0; channel < channels; channel++) {
          int from = row + channels * columns.start[x] + channel;
          int sum = 1 << (PRECISION_BITS - 1);
          for (int k = 0; k < length; k++, from += channels) {
            sum += (in[from] & 0xff) * columns.weights[weight + k];
          }
          out[at++] = clip(sum);
        }
      }
    }
    return out;
  }

  private static byte[] vertical(byte[] in, Coefficients rows, int first, int stride) {
    byte[] out = new byte[stride * rows.count()];
    int[] sums = new int[stride];
    for (int y = 0; y < rows.count(); y++) {
      Arrays.fill(sums, 1 << (PRECISION_BITS - 1));
      for (int k = 0; k < rows.length[y]; k++) {
        int w = rows.weights[y * rows.size + k];
        int from = (rows.start[y] + k - first) * stride;
        for (int i = 0; i < stride; i++) {
          sums[i] += (in[from + i] & 0xff) * w;
        }
      }
      for (int i = 0; i < stride; i++) {
        out[y * stride + i] = clip(sums[i]);
      }
    }
    return out;
  }

  private static byte clip(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
  }

  /** Which input samples make up each output sample of one axis, and by which weights. */
  private static final class Coefficients {
    private final int size;
    private final int[] start;
    private final int[] length;
    private final int[] weights;

    private Coefficients(int size, int count) {
      this.size = size;
      this.start = new int[count];
      this.length = new int[count];
      this.weights = new int[size * count];
    }

    static Coefficients of(int in, int out, int from, int count) {
      double scale = (double) in / out;
      double filterScale = Math.max(1.0, scale);
      double support = SUPPORT * filterScale;
      Coefficients result = new Coefficients((int) Math.ceil(support) * 2 + 1, count);
      double[] weights = new double[result.size];
      for (int i = 0; i < count; i++) {
        if (in == out) {
          // PIL leaves out a pass that changes nothing.
          result.set(i, from + i, new double[] {1.0}, 1, 1.0);
          continue;
        }
        double center = (from + i + 0.5) * scale;
        double inverse = 1.0 / filterScale;
        int start = Math.max(0, (int) (center - support + 0.5));
        int length = Math.min(in, (int) (center + support + 0.5)) - start;
        double sum = 0.0;
        for (int k = 0; k < length; k++) {
          weights[k] = bicubic((k + start - center + 0.5) * inverse);
          sum += weights[k];
        }
        result.set(i, start, weights, length, sum);
      }
      return result;
    }

    private void set(int at, int from, double[] values, int count, double sum) {
      start[at] = from;
      length[at] = count;
      for (int k = 0; k < count; k++) {
        double weight = sum == 0.0 ? values[k] : values[k] / sum;
        double fixed = weight * (1 << PRECISION_BITS);
        weights[at * size + k] = (int) (weight < 0 ? fixed - 0.5 : fixed + 0.5);
      }
    }

    int count() {
      return start.length;
    }

    int first() {
      return start[0];
    }

    int last() {
      return start[count() - 1] + length[count() - 1];
    }

    private static double bicubic(double x) {
      double a = -0.5;
      double distance = Math.abs(x);
      if (distance < 1.0) {
        return ((a + 2.0) * distance - (a + 3.0)) * distance * distance + 1;
      }
      if (distance < 2.0) {
        return (((distance - 5) * distance + 8) * distance - 4) * a;
      }
      return 0.0;
    }
  }
}
