package io.github.vitlora.transform;

import io.github.vitlora.dataset.StoredImage;
import io.github.vitlora.experiment.AugmentationSpec;
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
   * The crops of an epoch.
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
    DecodedImage whole = image.decode();
    DecodedImage part = CropBox.draw(whole.width(), whole.height(), range, random).of(whole);
    return BicubicResize.resize(
        part.inChannels(transform.channels()), transform.side(), transform.side());
  }

  private SplittableRandom stream(String choice, int epoch, int place) {
    return random.stream("augmentation." + choice, epoch, place);
  }
}
