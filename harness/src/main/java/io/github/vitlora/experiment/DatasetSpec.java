package io.github.vitlora.experiment;

import java.util.Optional;

/**
 * Labelled images in two splits.
 *
 * @param origin where the images are, and in which form
 * @param train name of the training split, relative to the origin's root: its folder, or what the
 *     names of its IDX files begin with
 * @param test name of the test split, likewise
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
