package io.github.vitlora.attention;

import io.github.vitlora.image.BicubicResize;
import io.github.vitlora.image.DecodedImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * A map as a picture to be laid over the photograph: interpolated between the patches (bicubic, as
 * images are resized), then coloured, so that every colour stands for an amount.
 *
 * @param side of the picture, in pixels
 * @param levels an index into {@code colours} for each pixel, row by row
 * @param colours 0xAARRGGBB
 */
record MapPicture(int side, byte[] levels, int[] colours) {
  /** Steps from the lowest colour to the highest: fewer make smaller files, more are not seen. */
  private static final int STEPS = 64;

  private static final int BYTE = 255;
  private static final int MIDDLE_BYTE = 128;
  private static final double BYTES_PER_STEP = 4;

  /**
   * A map of amounts.
   *
   * @param map {@code (P)}
   * @param most the amount that has the last colour
   * @param side of the picture, in pixels
   */
  static MapPicture ofAmounts(double[] map, double most, int side) {
    return of(
        map,
        side,
        amount -> BYTE * ratio(amount, most),
        level -> Colours.amount(level / (double) STEPS));
  }

  /**
   * A map of changes.
   *
   * @param map {@code (P)}
   * @param most the change, up or down, that has the last colour
   * @param side of the picture, in pixels
   */
  static MapPicture ofChanges(double[] map, double most, int side) {
    int middle = STEPS / 2;
    return of(
        map,
        side,
        change -> MIDDLE_BYTE + (BYTE - MIDDLE_BYTE) * ratio(change, most),
        level -> Colours.change((level - middle) / (double) middle));
  }

  private static double ratio(double value, double most) {
    return most > 0 ? value / most : 0;
  }

  private static MapPicture of(
      double[] map, int side, DoubleUnaryOperator toByte, IntUnaryOperator colour) {
    int grid = (int) Math.round(Math.sqrt(map.length));
    byte[] bytes = new byte[map.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(Math.max(0, Math.min(BYTE, toByte.applyAsDouble(map[i]))));
    }
    byte[] fine = BicubicResize.resize(new DecodedImage(grid, grid, 1, bytes), side, side).pixels();
    byte[] levels = new byte[fine.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) Math.round((fine[i] & BYTE) / BYTES_PER_STEP);
    }
    int[] colours = new int[STEPS + 1];
    for (int level = 0; level <= STEPS; level++) {
      colours[level] = colour.applyAsInt(level);
    }
    return new MapPicture(side, levels, colours);
  }

  /** With a palette, which makes a small PNG. */
  BufferedImage image() {
    IndexColorModel palette =
        new IndexColorModel(8, colours.length, colours, 0, true, -1, DataBuffer.TYPE_BYTE);
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_INDEXED, palette);
    image.getRaster().setDataElements(0, 0, side, side, levels);
    return image;
  }
}
