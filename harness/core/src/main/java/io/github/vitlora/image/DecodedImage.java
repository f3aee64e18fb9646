package io.github.vitlora.image;

/**
 * Holds the pixels of an image, in colour or grey.
 *
 * <p>Equality is that of the array itself; the array is not copied, whoever gets it must not write
 * to it.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels 3 for red, green and blue, 1 for grey
 * @param pixels rows from the top, pixels from the left, channels as unsigned bytes: shape (height,
 *     width, channels)
 */
public record DecodedImage(int width, int height, int channels, byte[] pixels) {
  /** Checks that the array is of that shape. */
  public DecodedImage {
    boolean known = channels == 1 || channels == 3;
    if (!known
        || width < 1
        || height < 1
        || pixels.length != Math.multiplyExact(channels * width, height)) {
      throw new IllegalArgumentException(
          "%d bytes are no %d x %d image of %d channels"
              .formatted(pixels.length, width, height, channels));
    }
  }

  /**
   * Converts to colour or grey as PIL's {@code convert("RGB")} and {@code convert("L")} do: grey is
   * repeated; of a colour the luminance is taken, by the weights of ITU-R BT.601 in 16-bit fixed
   * point. Grey that was repeated comes back as it was.
   *
   * @param wanted 3 or 1
   */
  public DecodedImage inChannels(int wanted) {
    if (wanted == channels) {
      return this;
    }
    return new DecodedImage(width, height, wanted, wanted == 1 ? luminance() : repeated());
  }

  private byte[] luminance() {
    byte[] grey = new byte[width * height];
    for (int i = 0; i < grey.length; i++) {
      int red = pixels[3 * i] & 0xff;
      int green = pixels[3 * i + 1] & 0xff;
      int blue = pixels[3 * i + 2] & 0xff;
      grey[i] = (byte) ((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16);
    }
    return grey;
  }

  private byte[] repeated() {
    byte[] colours = new byte[3 * pixels.length];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = pixels[i / 3];
    }
    return colours;
  }

  /** Returns the image with left and right exchanged. */
  public DecodedImage mirrored() {
    byte[] mirrored = new byte[pixels.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = (y * width + x) * channels;
        System.arraycopy(pixels, from, mirrored, (y * width + width - 1 - x) * channels, channels);
      }
    }
    return new DecodedImage(width, height, channels, mirrored);
  }

  /**
   * Returns the image upright.
   *
   * @param orientation EXIF's, 1 to 8: 1 for an image that is upright; 2 to 4 are mirrored, turned
   *     by half, and upside down; of 5 to 8 rows were columns
   */
  DecodedImage upright(int orientation) {
    boolean fromRight =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean fromBottom =
        orientation >= 3 && orientation <= 4 || orientation == 6 || orientation == 7;
    boolean transposed = orientation >= 5;
    int across = transposed ? height : width;
    int down = transposed ? width : height;
    byte[] upright = new byte[pixels.length];
    int to = 0;
    for (int y = 0; y < down; y++) {
      for (int x = 0; x < across; x++) {
        int column = transposed ? y : x;
        int row = transposed ? x : y;
        int fromX = fromRight ? width - 1 - column : column;
        int fromY = fromBottom ? height - 1 - row : row;
        System.arraycopy(pixels, (fromY * width + fromX) * channels, upright, to, channels);
        to += channels;
      }
    }
    return new DecodedImage(across, down, channels, upright);
  }
}
