package io.github.vitlora.transform;

import io.github.vitlora.experiment.AugmentationSpec.ResizedCrop;
import io.github.vitlora.image.DecodedImage;
import java.util.SplittableRandom;

/**
 * A window of an image, in its pixels.
 *
 * @param left of its first column
 * @param top of its first row
 */
record CropBox(int left, int top, int width, int height) {

  private static final int ATTEMPTS = 10;

  /**
   * Chooses a window as {@code torchvision.transforms.RandomResizedCrop.get_params} does: area
   * uniformly, ratio uniformly in its logarithm, and the place among those where it fits; after ten
   * windows that do not fit, the largest one in the middle whose ratio is allowed.
   *
   * @param imageWidth in pixels
   * @param imageHeight in pixels
   */
  static CropBox draw(int imageWidth, int imageHeight, ResizedCrop range, SplittableRandom random) {
    double area = (double) imageWidth * imageHeight;
    double least = StrictMath.log(range.leastRatio());
    double most = StrictMath.log(range.mostRatio());
    for (int i = 0; i < ATTEMPTS; i++) {
      double wanted = area * between(range.leastScale(), range.mostScale(), random);
      double ratio = StrictMath.exp(between(least, most, random));
      int width = rounded(Math.sqrt(wanted * ratio));
      int height = rounded(Math.sqrt(wanted / ratio));
      if (0 < width && width <= imageWidth && 0 < height && height <= imageHeight) {
        int top = random.nextInt(imageHeight - height + 1);
        int left = random.nextInt(imageWidth - width + 1);
        return new CropBox(left, top, width, height);
      }
    }
    return middle(imageWidth, imageHeight, range);
  }

  private static CropBox middle(int imageWidth, int imageHeight, ResizedCrop range) {
    double ratio = (double) imageWidth / imageHeight;
    int width = imageWidth;
    int height = imageHeight;
    if (ratio < range.leastRatio()) {
      height = Math.max(1, Math.min(height, rounded(width / range.leastRatio())));
    } else if (ratio > range.mostRatio()) {
      width = Math.max(1, Math.min(width, rounded(height * range.mostRatio())));
    }
    return new CropBox((imageWidth - width) / 2, (imageHeight - height) / 2, width, height);
  }

  private static double between(double least, double most, SplittableRandom random) {
    return least + (most - least) * random.nextDouble();
  }

  /** As Python rounds: a half goes to the even neighbour. */
  private static int rounded(double value) {
    return (int) Math.rint(value);
  }

  /** What the window shows. */
  DecodedImage of(DecodedImage image) {
    int row = width * image.channels();
    byte[] pixels = new byte[row * height];
    for (int y = 0; y < height; y++) {
      int from = ((top + y) * image.width() + left) * image.channels();
      System.arraycopy(image.pixels(), from, pixels, y * row, row);
    }
    return new DecodedImage(width, height, image.channels(), pixels);
  }
}
