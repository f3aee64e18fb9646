package io.github.vitlora.inspection;

/**
 * Computes a perceptual hash: whether each of 16 x 16 cells is brighter than its right neighbour
 * (difference hash, after Krawetz 2013), 256 bits in four longs. Resizing and compressing an image
 * again leaves most of the bits.
 */
final class ImageHash {
  /** Cells a side. */
  static final int SIDE = 16;

  /** Longs of a hash. */
  static final int LONGS = SIDE * SIDE / Long.SIZE;

  /** Where cells differ by less than this on average, an image has too little to be told by. */
  private static final double FLAT = 2;

  /** A difference that compressing an image again makes. */
  private static final float NOISE = 1;

  private ImageHash() {}

  /**
   * Returns the mean brightness of cells, rows from the top, {@code SIDE} rows of {@code SIDE + 1}.
   *
   * @param pixels unsigned bytes of shape (side, side, channels)
   */
  static float[] cells(byte[] pixels, int side, int channels) {
    int columns = SIDE + 1;
    float[] sums = new float[SIDE * columns];
    for (int row = 0; row < SIDE; row++) {
      int top = row * side / SIDE;
      int bottom = Math.max(top + 1, (row + 1) * side / SIDE);
      for (int column = 0; column < columns; column++) {
        int left = column * side / columns;
        int right = Math.max(left + 1, (column + 1) * side / columns);
        long sum = 0;
        for (int y = top; y < bottom; y++) {
          for (int i = (y * side + left) * channels; i < (y * side + right) * channels; i++) {
            sum += pixels[i] & 0xff;
          }
        }
        sums[row * columns + column] = (float) sum / ((bottom - top) * (right - left) * channels);
      }
    }
    return sums;
  }

  /** Returns the hash of an image's cells, or zeros alone for one that is all of one colour. */
  static long[] of(float[] cells) {
    long[] hash = new long[LONGS];
    double differences = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      int at = i / SIDE * (SIDE + 1) + i % SIDE;
      differences += Math.abs(cells[at] - cells[at + 1]);
      if (cells[at] > cells[at + 1] + NOISE) {
        hash[i / Long.SIZE] |= 1L << (i % Long.SIZE);
      }
    }
    return differences < FLAT * SIDE * SIDE ? new long[LONGS] : hash;
  }

  /** Returns in how many bits two hashes differ, which start at these places. */
  static int distance(long[] hashes, int one, int other) {
    int bits = 0;
    for (int i = 0; i < LONGS; i++) {
      bits += Long.bitCount(hashes[one + i] ^ hashes[other + i]);
    }
    return bits;
  }

  /** Returns the mean difference of two images' cells, in levels of 255. */
  static double difference(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs(one[i] - other[i]);
    }
    return sum / one.length;
  }
}
