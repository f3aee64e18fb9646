package io.github.vitlora.experiment;

import io.github.vitlora.io.Range;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import java.util.Optional;

/**
 * Says how training images are changed at random each time that they are shown. Validation and test
 * images are not.
 *
 * @param flip probability that left and right are exchanged
 * @param randomResizedCrop a random window of the whole image in place of the centre crop, if any
 * @param randAugment random operations on the crop, if any
 * @param colourJitter random changes of the crop's colours, if any
 * @param mixup alpha: the images of a batch are mixed by a share drawn from Beta(alpha, alpha)
 *     (Zhang et al. 2018, arXiv:1710.09412); 0 leaves them apart
 */
@RecordBuilder
public record AugmentationSpec(
    double flip,
    Optional<ResizedCrop> randomResizedCrop,
    Optional<RandAugment> randAugment,
    Optional<ColourJitter> colourJitter,
    double mixup)
    implements AugmentationSpecBuilder.With {
  /** Bounds how often images are mirrored. */
  public static final Range FLIP = Range.PROBABILITY;

  /** Bounds the alphas of mixup: beyond the largest all shares are halves. */
  public static final Range MIXUP = Range.upTo("100", 100);

  /** Shows training images as test images are shown. */
  public static final AugmentationSpec NONE = new AugmentationSpec();

  /** Checks the numbers. */
  public AugmentationSpec {
    FLIP.require("flip", flip);
    MIXUP.require("mixup", mixup);
    Objects.requireNonNull(randomResizedCrop, "randomResizedCrop");
    Objects.requireNonNull(randAugment, "randAugment");
    Objects.requireNonNull(colourJitter, "colourJitter");
  }

  /** Makes the one that changes nothing, with which Jackson compares what it may leave out. */
  AugmentationSpec() {
    this(0, Optional.empty());
  }

  /** Makes one of flips and crops alone. */
  public AugmentationSpec(double flip, Optional<ResizedCrop> randomResizedCrop) {
    this(flip, randomResizedCrop, Optional.empty(), Optional.empty(), 0);
  }

  /** Returns whether a training image is ever shown in another way than a test image. */
  public boolean changesImages() {
    return !equals(NONE);
  }

  /**
   * Brings a window of random size, shape and place to the transform's crop (Szegedy et al. 2015,
   * arXiv:1409.4842), as torchvision and timm choose it.
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
   * Draws operations from torchvision's list of fourteen, anew for each image (Cubuk et al. 2019,
   * arXiv:1909.13719).
   *
   * @param operations how many, one after the other
   * @param magnitude how strong, from 0 to {@value #MOST_MAGNITUDE}
   */
  public record RandAugment(int operations, int magnitude) {
    /** Is the largest magnitude. */
    public static final int MOST_MAGNITUDE = 30;

    /** Bounds how many are drawn. */
    public static final Range OPERATIONS = Range.between(1, 100);

    /** Bounds how strong they are. */
    public static final Range MAGNITUDE = Range.between(0, MOST_MAGNITUDE);

    /** Checks the ranges. */
    public RandAugment {
      OPERATIONS.require("operations", operations);
      MAGNITUDE.require("magnitude", magnitude);
    }
  }

  /**
   * Says by how much colours are changed at most, as torchvision's ColorJitter does.
   *
   * @param brightness its factor is between {@code max(0, 1 - brightness)} and {@code 1 +
   *     brightness}
   * @param contrast likewise
   * @param saturation likewise
   * @param hue by which share of the circle hues are turned either way, at most 0.5
   */
  public record ColourJitter(double brightness, double contrast, double saturation, double hue) {
    /** Bounds by how much hues are turned. */
    public static final Range HUE = Range.upTo("0.5", 0.5);

    /** Checks the ranges. */
    public ColourJitter {
      Range.NOT_NEGATIVE.require("brightness", brightness);
      Range.NOT_NEGATIVE.require("contrast", contrast);
      Range.NOT_NEGATIVE.require("saturation", saturation);
      HUE.require("hue", hue);
    }
  }
}
