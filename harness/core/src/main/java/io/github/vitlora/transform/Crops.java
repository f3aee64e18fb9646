package io.github.vitlora.transform;

import io.github.vitlora.dataset.StoredImage;
import io.github.vitlora.image.ImageException;

/** Gives what a pass shows of its images. Several threads use it at once. */
public interface Crops {
  /** Returns the transform that normalises the crops. */
  ImageTransform transform();

  /**
   * Returns a crop of shape (crop, crop, channels), not to be written to.
   *
   * @param place of the image in the pass, from 0; where choices are random, they follow from it,
   *     and not from what was asked for before
   * @throws ImageException if the image cannot be read
   */
  byte[] crop(StoredImage image, int place);
}
