package io.github.vitlora.experiment;

import java.util.Objects;
import java.util.Optional;

/**
 * How training images are changed at random each time that they are shown. Validation and test
 * images are not.
 *
 * @param flip probability that left and right are exchanged
 * @param randomResizedCrop a random window of the whole image in place of the centre crop, if any
 * @param randAugment random operations on the crop, if any
 * @param colourJitter random changes of the crop's colours, if any
 * @param mixup alpha: the images of a batch are mixed by a share drawn from Beta(alpha, alpha)
 *     (Zhang et al. 2018, arXiv:1710.09412); 0 leaves them apart
 */
public record AugmentationSpec(
    double flip,
    Optional<ResizedCrop> randomResizedCrop,
    Optional<RandAugment> randAugment,
    Optional<ColourJitter> colourJitter,
    double mixup) {

  /** The largest alpha: beyond it all shares are halves. */
  private static final double MOST_MIXUP = 100;

  /** Training images are shown as test images are. */
  public static final AugmentationSpec NONE = new AugmentationSpec(0, Optional.empty());

  /** Checks the numbers. */
  public AugmentationSpec {
    if (!(flip >= 0 && flip <= 1)) {
      throw new IllegalArgumentException("flip " + flip + " is no probability");
    }
    if (!(mixup >= 0 && mixup <= MOST_MIXUP)) {
      throw new IllegalArgumentException("mixup " + mixup + " is not from 0 to " + MOST_MIXUP);
    }
    Objects.requireNonNull(randomResizedCrop, "randomResizedCrop");
    Objects.requireNonNull(randAugment, "randAugment");
    Objects.requireNonNull(colourJitter, "colourJitter");
  }

  /** Flips and crops alone. */
  public AugmentationSpec(double flip, Optional<ResizedCrop> randomResizedCrop) {
    this(flip, randomResizedCrop, Optional.empty(), Optional.empty(), 0);
  }

  /** The same with random operations. */
  public AugmentationSpec with(RandAugment operations) {
    return new AugmentationSpec(
        flip, randomResizedCrop, Optional.of(operations), colourJitter, mixup);
  }

  /** The same with changes of colour. */
  public AugmentationSpec with(ColourJitter jitter) {
    return new AugmentationSpec(flip, randomResizedCrop, randAugment, Optional.of(jitter), mixup);
  }

  /** The same with mixed batches. */
  public AugmentationSpec withMixup(double alpha) {
    return new AugmentationSpec(flip, randomResizedCrop, randAugment, colourJitter, alpha);
  }

  /** Whether a training image is ever shown in another way than a test image. */
  public boolean changesImages() {
    return !equals(NONE);
  }

  /**
   * A window of random size, shape and place that is brought to the transform's crop (Szegedy et
   * al. 2015, arXiv:1409.4842), as torchvision and timm choose it.
   *
   * @param leastScale smallest share of the image's area
   * @param mostScale largest share, at most 1
   * @param leastRatio smallest width over height
   * @param mostRatio largest width over height
   */
  public record ResizedCrop(
      double leastScale, double mostScale, double leastRatio, double mostRatio) {
    /** Checks the ranges. */
    public ResizedCrop {
      if (!(leastScale > 0 && leastScale <= mostScale && mostScale <= 1)) {
        throw new IllegalArgumentException(
            "scale from " + leastScale + " to " + mostScale + " is not within (0, 1]");
      }
      if (!(leastRatio > 0 && leastRatio <= mostRatio && Double.isFinite(mostRatio))) {
        throw new IllegalArgumentException("no ratio is from " + leastRatio + " to " + mostRatio);
      }
    }
  }

  /**
   * Operations drawn from torchvision's list of fourteen, anew for each image (Cubuk et al. 2019,
   * arXiv:1909.13719).
   *
   * @param operations how many, one after the other
   * @param magnitude how strong, from 0 to {@value #MOST_MAGNITUDE}
   */
  public record RandAugment(int operations, int magnitude) {
    /** The strongest there is. */
    public static final int MOST_MAGNITUDE = 30;

    /** Checks the ranges. */
    public RandAugment {
      if (operations < 1 || magnitude < 0 || magnitude > MOST_MAGNITUDE) {
        throw new IllegalArgumentException(
            operations + " operations of magnitude " + magnitude + " cannot be drawn");
      }
    }
  }

  /**
   * By how much colours are changed at most, as torchvision's ColorJitter has it.
   *
   * @param brightness its factor is between {@code max(0, 1 - brightness)} and {@code 1 +
   *     brightness}
   * @param contrast likewise
   * @param saturation likewise
   * @param hue by which share of the circle hues are turned either way, at most 0.5
   */
  public record ColourJitter(double brightness, double contrast, double saturation, double hue) {
    /** Checks the ranges. */
    public ColourJitter {
      if (!(brightness >= 0 && contrast >= 0 && saturation >= 0 && hue >= 0 && hue <= 0.5)) {
        throw new IllegalArgumentException(
            "no jitter is of %s, %s, %s, %s".formatted(brightness, contrast, saturation, hue));
      }
    }
  }

  /** Equals what JSON need not say. */
  static final class Absent {
    @Override
    public boolean equals(Object other) {
      return NONE.equals(other);
    }

    @Override
    public int hashCode() {
      return NONE.hashCode();
    }
  }
}
