package io.github.vitlora.data;

/**
 * A decoded image.
 *
 * <p>Equality is that of the array itself; the array is not copied, whoever gets it must not write
 * to it.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels rows from the top, pixels from the left, red, green, blue as unsigned bytes: shape
 *     (height, width, 3)
 */
public record RgbImage(int width, int height, byte[] pixels) {
  /** Checks that the array is of that shape. */
  public RgbImage {
    if (width < 1 || height < 1 || pixels.length != Math.multiplyExact(3 * width, height)) {
      throw new IllegalArgumentException(
          pixels.length + " bytes are no " + width + " x " + height + " RGB image");
    }
  }
}
