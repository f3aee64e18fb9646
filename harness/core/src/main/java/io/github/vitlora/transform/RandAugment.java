package io.github.vitlora.transform;

import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.Enhancement;
import io.github.vitlora.image.ToneCurve;
import java.util.SplittableRandom;

/**
 * Applies operations of one magnitude that are drawn anew for each image (Cubuk et al. 2019,
 * arXiv:1909.13719): {@code torchvision.transforms.RandAugment} with its fourteen operations,
 * nearest pixels, and black where an image does not reach.
 */
final class RandAugment {
  private RandAugment() {}

  /** Changes an image. */
  static DecodedImage of(
      DecodedImage image, AugmentationSpec.RandAugment spec, SplittableRandom random) {
    Operation[] all = Operation.values();
    DecodedImage changed = image;
    for (int i = 0; i < spec.operations(); i++) {
      Operation operation = all[random.nextInt(all.length)];
      int sign = random.nextBoolean() ? -1 : 1;
      changed = operation.apply(changed, spec.magnitude(), sign);
    }
    return changed;
  }

  /** Lists the operations in torchvision's order. */
  enum Operation {
    IDENTITY,
    SHEAR_X,
    SHEAR_Y,
    TRANSLATE_X,
    TRANSLATE_Y,
    ROTATE,
    BRIGHTNESS,
    COLOR,
    CONTRAST,
    SHARPNESS,
    POSTERIZE,
    SOLARIZE,
    AUTO_CONTRAST,
    EQUALIZE;

    private static final double MOST_SHEAR = 0.3;
    private static final double MOST_TRANSLATED = 150.0 / 331.0;
    private static final double MOST_DEGREES = 30;
    private static final double MOST_ENHANCED = 0.9;

    /**
     * Changes an image.
     *
     * @param magnitude from 0 to {@value AugmentationSpec.RandAugment#MOST_MAGNITUDE}
     * @param sign 1 or -1; not looked at by operations that have but one direction
     */
    DecodedImage apply(DecodedImage image, int magnitude, int sign) {
      return switch (this) {
        case IDENTITY -> image;
        case SHEAR_X -> AffineMap.shearX(sign * share(magnitude, MOST_SHEAR)).of(image);
        case SHEAR_Y -> AffineMap.shearY(sign * share(magnitude, MOST_SHEAR)).of(image);
        case TRANSLATE_X ->
            AffineMap.translation(moved(image.width(), magnitude, sign), 0).of(image);
        case TRANSLATE_Y ->
            AffineMap.translation(0, moved(image.height(), magnitude, sign)).of(image);
        case ROTATE ->
            AffineMap.rotation(sign * share(magnitude, MOST_DEGREES), image.width(), image.height())
                .of(image);
        case BRIGHTNESS -> Enhancement.brightness(image, factor(magnitude, sign));
        case COLOR -> Enhancement.saturation(image, factor(magnitude, sign));
        case CONTRAST -> Enhancement.contrast(image, factor(magnitude, sign));
        case SHARPNESS -> Enhancement.sharpness(image, factor(magnitude, sign));
        case POSTERIZE -> ToneCurve.posterized(image, 8 - (int) Math.rint(share(magnitude, 4)));
        case SOLARIZE -> ToneCurve.solarized(image, 255 - share(magnitude, 255));
        case AUTO_CONTRAST -> ToneCurve.stretched(image);
        case EQUALIZE -> ToneCurve.equalized(image);
      };
    }

    private static double factor(int magnitude, int sign) {
      return 1 + sign * share(magnitude, MOST_ENHANCED);
    }

    private static int moved(int side, int magnitude, int sign) {
      return sign * (int) share(magnitude, MOST_TRANSLATED * side);
    }

    private static double share(int magnitude, double most) {
      return most * magnitude / AugmentationSpec.RandAugment.MOST_MAGNITUDE;
    }
  }

  /** Maps pixels of the changed image to the image: {@code (a x + b y + c, d x + e y + f)}. */
  private record AffineMap(double a, double b, double c, double d, double e, double f) {
    private static final int FIXED_POINT_BITS = 16;

    /** Rows are moved in proportion to their height. */
    static AffineMap shearX(double amount) {
      return new AffineMap(1, amount, 0, 0, 1, 0);
    }

    /** Columns are moved in proportion to their place. */
    static AffineMap shearY(double amount) {
      return new AffineMap(1, 0, 0, amount, 1, 0);
    }

    /** Moves the image by whole pixels to the right and down. */
    static AffineMap translation(int right, int down) {
      return new AffineMap(1, 0, -right, 0, 1, -down);
    }

    /** Turns an image counterclockwise about its middle. */
    static AffineMap rotation(double degrees, int width, int height) {
      double angle = -StrictMath.toRadians(degrees);
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      double x = width / 2.0;
      double y = height / 2.0;
      return new AffineMap(cos, sin, x - cos * x - sin * y, -sin, cos, y + sin * x - cos * y);
    }

    /**
     * Returns the changed image, of the nearest pixels, black where the image does not reach:
     * Pillow's {@code transform} with {@code NEAREST}, to the bit, in fixed point with 16
     * fractional bits.
     */
    DecodedImage of(DecodedImage image) {
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
}
