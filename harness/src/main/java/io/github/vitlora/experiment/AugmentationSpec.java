package io.github.vitlora.experiment;

import java.util.Objects;
import java.util.Optional;

/**
 * How training images are changed at random each time that they are shown. Validation and test
 * images are not.
 *
 * @param flip probability that left and right are exchanged
 * @param randomResizedCrop a random window of the whole image in place of the centre crop, if any
 */
public record AugmentationSpec(double flip, Optional<ResizedCrop> randomResizedCrop) {

  /** Training images are shown as test images are. */
  public static final AugmentationSpec NONE = new AugmentationSpec(0, Optional.empty());

  /** Checks the probability. */
  public AugmentationSpec {
    if (!(flip >= 0 && flip <= 1)) {
      throw new IllegalArgumentException("flip " + flip + " is no probability");
    }
    Objects.requireNonNull(randomResizedCrop, "randomResizedCrop");
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
