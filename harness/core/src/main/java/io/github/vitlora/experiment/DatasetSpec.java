package io.github.vitlora.experiment;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.OptBoolean;
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
 * @param augmentation what changes training images at random
 */
public record DatasetSpec(
    DatasetOrigin origin,
    String train,
    String test,
    double validationFraction,
    Limit limit,
    TransformSpec transform,
    Optional<Integer> classes,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = AugmentationSpec.Absent.class)
        @JacksonInject(value = RecordJson.NO_AUGMENTATION, useInput = OptBoolean.TRUE)
        AugmentationSpec augmentation) {

  /** A data set whose training images are shown as they are. */
  public DatasetSpec(
      DatasetOrigin origin,
      String train,
      String test,
      double validationFraction,
      Limit limit,
      TransformSpec transform,
      Optional<Integer> classes) {
    this(origin, train, test, validationFraction, limit, transform, classes, AugmentationSpec.NONE);
  }

  /**
   * Prepares other images in the same way.
   *
   * @param other where they are
   * @param training name of their training split
   * @param testing name of their test split
   */
  public DatasetSpec withImages(DatasetOrigin other, String training, String testing) {
    return withImages(other, training, testing, classes);
  }

  private DatasetSpec withImages(
      DatasetOrigin other, String training, String testing, Optional<Integer> declared) {
    return new DatasetSpec(
        other, training, testing, validationFraction, limit, transform, declared, augmentation);
  }

  /** Prepares images of whatever origin in the same way. */
  DatasetSpec withoutSources() {
    return withImages(new DatasetOrigin.Directory(""), "", "", Optional.empty());
  }

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
