package io.github.vitlora.dataset;

import java.util.Optional;

/**
 * Pairs an image with the class that it shows.
 *
 * @param image where it lies
 * @param label index of its class among the data set's class names, from 0
 * @param group what it belongs to, where the data set says so: a patient for example
 */
public record LabelledImage(StoredImage image, int label, Optional<String> group) {
  /** Pairs an image of no group. */
  public LabelledImage(StoredImage image, int label) {
    this(image, label, Optional.empty());
  }
}
