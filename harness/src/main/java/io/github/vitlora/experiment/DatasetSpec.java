package io.github.vitlora.experiment;

import java.util.Optional;

/**
 * Labelled photographs, one folder a class below each split's folder.
 *
 * @param origin where the folders are
 * @param train folder of the training split, relative to the origin's root
 * @param test folder of the test split, relative to the origin's root
 * @param validationFraction share of the training images, per class, held out for validation; in
 *     [0, 1)
 * @param limit upper bounds on the images used
 * @param transform how an image becomes a tensor
 * @param classes number of classes, where the descriptor declares it
 */
public record DatasetSpec(
    DatasetOrigin origin,
    String train,
    String test,
    double validationFraction,
    Limit limit,
    TransformSpec transform,
    Optional<Integer> classes) {

  /**
   * How many images of each class are used at most; the choice follows from the trial's seed.
   *
   * @param trainPerClass before the validation images are held out of them
   * @param testPerClass of the test split
   */
  public record Limit(Optional<Integer> trainPerClass, Optional<Integer> testPerClass) {
    /** Every image is used. */
    public static final Limit NONE = new Limit(Optional.empty(), Optional.empty());
  }
}
