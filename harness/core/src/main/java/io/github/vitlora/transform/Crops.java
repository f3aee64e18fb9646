package io.github.vitlora.transform;

import io.github.vitlora.dataset.StoredImage;
import io.github.vitlora.image.ImageException;

/** What a pass shows of its images. To be used by several threads at once. */
public interface Crops {

  /** Normalises the crops. */
  ImageTransform transform();

  /**
   * A crop of shape (crop, crop, channels), not to be written to.
   *
   * @param place of the image in the pass, from 0; where choices are random, they follow from it,
   *     and not from what was asked for before
   * @throws ImageException if the image cannot be read
   */
  byte[] crop(StoredImage image, int place);
}
