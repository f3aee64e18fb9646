package io.github.vitlora.attention;

import io.github.vitlora.image.BicubicResize;
import io.github.vitlora.image.DecodedImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * A map picture shows a map over its photograph: it is interpolated between the patches (bicubic,
 * as images are resized), then coloured, so that every colour stands for an amount.
 *
 * <p>Both colour scales can be read with any colour vision. Amounts are drawn in cividis (Nuñez,
 * Anderton and Renslow 2018, doi:10.1371/journal.pone.0199239) by its usual polynomials. Changes
 * are drawn in the orange (more) and blue (less) of Okabe and Ito's palette, the more opaque the
 * larger they are, so that the photograph is seen as it is where nothing changed.
 *
 * @param side of the picture, in pixels
 * @param levels an index into {@code colours} for each pixel, row by row
 * @param colours 0xAARRGGBB
 */
record MapPicture(int side, byte[] levels, int[] colours) {
  /** There are so many colours: fewer make smaller files, more are not seen. */
  private static final int STEPS = 64;

  private static final int BYTE = 255;
  private static final int MIDDLE_BYTE = 128;
  private static final double BYTES_PER_STEP = 4;

  private static final double[] RED = {-4.54, -35.34, 2381.73, -6402.7, 7024.72, -2710.57};
  private static final double[] GREEN = {32.49, 170.73, 52.82, -131.46, 176.58, -67.37};
  private static final double[] BLUE = {81.24, 442.36, -2482.43, 6167.24, -6614.94, 2475.67};

  /** The largest change is opaque enough to be seen, and does not hide the photograph. */
  private static final double MOST_OPAQUE = 0.85;

  private static final int MORE = 0xe69f00;
  private static final int LESS = 0x0072b2;

  /**
   * Draws a map of amounts.
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
        level -> amountColour(level / (double) STEPS));
  }

  /**
   * Draws a map of changes.
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
        level -> changeColour((level - middle) / (double) middle));
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

  /** Returns an image with a palette, which makes a small PNG. */
  BufferedImage image() {
    IndexColorModel palette =
        new IndexColorModel(8, colours.length, colours, 0, true, -1, DataBuffer.TYPE_BYTE);
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_INDEXED, palette);
    image.getRaster().setDataElements(0, 0, side, side, levels);
    return image;
  }

  /**
   * Returns the colour of an amount.
   *
   * @param amount from 0 to 1
   * @return opaque, as 0xAARRGGBB
   */
  static int amountColour(double amount) {
    return 0xff000000
        | polynomial(RED, amount) << 16
        | polynomial(GREEN, amount) << 8
        | polynomial(BLUE, amount);
  }

  /**
   * Returns the colour of a change.
   *
   * @param change from -1 to 1
   * @return 0xAARRGGBB, fully transparent for no change
   */
  static int changeColour(double change) {
    int opacity = (int) Math.round(255 * MOST_OPAQUE * Math.min(1, Math.abs(change)));
    return opacity << 24 | (change < 0 ? LESS : MORE);
  }

  private static int polynomial(double[] coefficients, double x) {
    double value = 0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      value = value * x + coefficients[i];
    }
    return (int) Math.round(Math.max(0, Math.min(255, value)));
  }
}
