package io.github.vitlora.transform;

import io.github.vitlora.dataset.StoredImage;
import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.AugmentationSpec.ResizedCrop;
import io.github.vitlora.image.BicubicResize;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.random.RandomStreams;
import java.util.SplittableRandom;

/**
 * Changes training images at random.
 *
 * <p>Every choice is drawn from a stream of its own, {@code "augmentation.flip"} for example, with
 * the epoch and the image's place in it as indices: it is the same whichever thread makes it,
 * wherever an interrupted run goes on, and for all regimes of a seed.
 */
public final class Augmentation {
  private final AugmentationSpec spec;
  private final RandomStreams random;

  /**
   * Changes nothing yet.
   *
   * @param spec what is changed
   * @param random of the trial
   */
  public Augmentation(AugmentationSpec spec, RandomStreams random) {
    this.spec = spec;
    this.random = random;
  }

  /**
   * Returns the crops of an epoch.
   *
   * @param plain decodes; its crops are those that are changed where the whole image is not needed
   * @param epoch from 1
   * @param first place in the epoch of the pass's first image, from 0
   */
  public Crops of(DecodedCache plain, int epoch, int first) {
    return new Crops() {
      @Override
      public ImageTransform transform() {
        return plain.transform();
      }

      @Override
      public byte[] crop(StoredImage image, int place) {
        return augmented(plain, image, epoch, first + place).pixels();
      }
    };
  }

  /** The image of shape (crop, crop, channels). */
  private DecodedImage augmented(DecodedCache plain, StoredImage image, int epoch, int place) {
    DecodedImage crop =
        spec.randomResizedCrop()
            .map(range -> window(plain.transform(), image, range, stream("crop", epoch, place)))
            .orElseGet(() -> plain.transform().image(plain.crop(image)));
    DecodedImage turned =
        stream("flip", epoch, place).nextDouble() < spec.flip() ? crop.mirrored() : crop;
    DecodedImage operated =
        spec.randAugment()
            .map(how -> RandAugment.of(turned, how, stream("rand", epoch, place)))
            .orElse(turned);
    return spec.colourJitter()
        .map(how -> ColourJitter.of(operated, how, stream("colour", epoch, place)))
        .orElse(operated);
  }

  /** Any pixel of the image may be wanted, so that crops kept of it do not help. */
  private static DecodedImage window(
      ImageTransform transform,
      StoredImage image,
      AugmentationSpec.ResizedCrop range,
      SplittableRandom random) {
    DecodedImage part =
        image.decode(whole -> CropBox.draw(whole.width(), whole.height(), range, random).of(whole));
    return BicubicResize.resize(
        part.inChannels(transform.channels()), transform.side(), transform.side());
  }

  private SplittableRandom stream(String choice, int epoch, int place) {
    return random.stream("augmentation." + choice, epoch, place);
  }

  /**
   * Holds a window of an image, in its pixels.
   *
   * @param left of its first column
   * @param top of its first row
   */
  record CropBox(int left, int top, int width, int height) {
    private static final int ATTEMPTS = 10;

    /**
     * Chooses a window as {@code torchvision.transforms.RandomResizedCrop.get_params} does: area
     * uniformly, ratio uniformly in its logarithm, and the place among those where it fits; after
     * ten windows that do not fit, the largest one in the middle whose ratio is allowed.
     *
     * @param imageWidth in pixels
     * @param imageHeight in pixels
     */
    static CropBox draw(
        int imageWidth, int imageHeight, ResizedCrop range, SplittableRandom random) {
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

    /** Cuts the window out. */
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
}
