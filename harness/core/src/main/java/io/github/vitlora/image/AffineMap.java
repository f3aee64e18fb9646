package io.github.vitlora.image;

/**
 * Where in an image each pixel of the changed one comes from: {@code (a x + b y + c, d x + e y +
 * f)}.
 */
public record AffineMap(double a, double b, double c, double d, double e, double f) {

  private static final int FIXED_POINT_BITS = 16;

  /** Rows are moved in proportion to their height. */
  public static AffineMap shearX(double amount) {
    return new AffineMap(1, amount, 0, 0, 1, 0);
  }

  /** Columns are moved in proportion to their place. */
  public static AffineMap shearY(double amount) {
    return new AffineMap(1, 0, 0, amount, 1, 0);
  }

  /** Moves the image by whole pixels to the right and down. */
  public static AffineMap translation(int right, int down) {
    return new AffineMap(1, 0, -right, 0, 1, -down);
  }

  /** Turns an image counterclockwise about its middle. */
  public static AffineMap rotation(double degrees, int width, int height) {
    double angle = -StrictMath.toRadians(degrees);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double x = width / 2.0;
    double y = height / 2.0;
    return new AffineMap(cos, sin, x - cos * x - sin * y, -sin, cos, y + sin * x - cos * y);
  }

  /**
   * The changed image, of the nearest pixels, black where the image does not reach: Pillow's {@code
   * transform} with {@code NEAREST}, to the bit, in fixed point with 16 fractional bits.
   */
  public DecodedImage of(DecodedImage image) {
    int width = image.width();
    int height = image.height();
    int channels = image.channels();
    byte[] pixels = new byte[image.pixels().length];
    int rowX = fixed(c + a * 0.5 + b * 0.5);
    int rowY = fixed(f + d * 0.5 + e * 0.5);
    for (int row = 0; row < height; row++, rowX += fixed(b), rowY += fixed(e)) {
      int atX = rowX;
      int atY = rowY;
      for (int column = 0; column < width; column++, atX += fixed(a), atY += fixed(d)) {
        int x = atX >> FIXED_POINT_BITS;
        int y = atY >> FIXED_POINT_BITS;
        if (x >= 0 && x < width && y >= 0 && y < height) {
          System.arraycopy(
              image.pixels(),
              (y * width + x) * channels,
              pixels,
              (row * width + column) * channels,
              channels);
        }
      }
    }
    return new DecodedImage(width, height, channels, pixels);
  }

  private static int fixed(double value) {
    return (int) Math.floor(value * (1 << FIXED_POINT_BITS) + 0.5);
  }
}
