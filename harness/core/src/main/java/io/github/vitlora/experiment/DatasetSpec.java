package io.github.vitlora.experiment;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.OptBoolean;
import io.github.vitlora.image.Orientation;
import io.github.vitlora.io.Range;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;

/**
 * Describes labelled images in two splits.
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
 * @param orientation whether images are turned as their cameras were held
 * @param options what is done where the data set is not the usual one
 */
@RecordBuilder
public record DatasetSpec(
    DatasetOrigin origin,
    String train,
    String test,
    double validationFraction,
    Limit limit,
    TransformSpec transform,
    Optional<Integer> classes,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = AugmentationSpec.class)
        @JacksonInject(useInput = OptBoolean.TRUE)
        AugmentationSpec augmentation,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = AppliedOrientation.class)
        @JacksonInject(useInput = OptBoolean.TRUE)
        Orientation orientation,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = DatasetOptions.class)
        @JacksonInject(useInput = OptBoolean.TRUE)
        DatasetOptions options)
    implements DatasetSpecBuilder.With {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not allowed, saying what is
   */
  public DatasetSpec {
    Range.FRACTION.require("validationFraction", validationFraction);
    classes.ifPresent(number -> Range.CLASSES.require("classes", number));
  }

  /** Describes a data set whose training images are shown as they are. */
  public DatasetSpec(
      DatasetOrigin origin,
      String train,
      String test,
      double validationFraction,
      Limit limit,
      TransformSpec transform,
      Optional<Integer> classes) {
    this(
        origin,
        train,
        test,
        validationFraction,
        limit,
        transform,
        classes,
        AugmentationSpec.NONE,
        Orientation.APPLY,
        DatasetOptions.PLAIN);
  }

  /** Returns the same without images that cannot be read. */
  public DatasetSpec without(List<String> images) {
    return withOptions(options.withLeftOut(images));
  }

  /**
   * Prepares images of whatever origin in the same way. How they lie is the images' own: those that
   * are turned differ from those that are not.
   */
  DatasetSpec withoutSources() {
    return with(
        images ->
            images
                .origin(new DatasetOrigin.Directory(""))
                .train("")
                .test("")
                .classes(Optional.empty())
                .orientation(Orientation.APPLY)
                .options(DatasetOptions.PLAIN));
  }

  /** Equals the orientation that JSON does not write, as Jackson asks of what it leaves out. */
  static final class AppliedOrientation {
    @Override
    public boolean equals(Object other) {
      return other == Orientation.APPLY;
    }

    @Override
    public int hashCode() {
      return Orientation.APPLY.hashCode();
    }
  }

  /**
   * Says how many images of each class are used at most; the choice follows from the trial's seed.
   *
   * @param trainPerClass before the validation images are held out of them
   * @param testPerClass of the test split
   */
  public record Limit(Optional<Integer> trainPerClass, Optional<Integer> testPerClass) {
    /** Uses every image. */
    public static final Limit NONE = new Limit(Optional.empty(), Optional.empty());

    /** Checks the numbers. */
    public Limit {
      trainPerClass.ifPresent(most -> Range.COUNT.require("trainPerClass", most));
      testPerClass.ifPresent(most -> Range.COUNT.require("testPerClass", most));
    }
  }
}
