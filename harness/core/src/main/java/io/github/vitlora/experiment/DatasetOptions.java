package io.github.vitlora.experiment;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Says what is done where a data set is not the usual one.
 *
 * @param validation name of a split to validate on, in place of a share of the training images
 * @param unreadable what happens where images cannot be read
 * @param duplicates what happens where an image is in more than one split
 * @param missingTestClasses whether the other splits may lack classes of the training split
 * @param leftOut names of images that are not used, since they cannot be read; found by a look at
 *     all of them, never written in a descriptor
 */
@RecordBuilder
public record DatasetOptions(
    Optional<String> validation,
    Unreadable unreadable,
    Duplicates duplicates,
    boolean missingTestClasses,
    List<String> leftOut)
    implements DatasetOptionsBuilder.With {
  /** Asks for nothing. */
  public static final DatasetOptions PLAIN = new DatasetOptions();

  /** Says what happens where images cannot be read. */
  public enum Unreadable {
    /** Nothing is trained before they are mended or removed. */
    FAIL,
    /** The others are used, and the report says so. */
    SKIP
  }

  /** Says what happens where an image is in more than one split. */
  public enum Duplicates {
    /** The report and the log say so. */
    WARN,
    /** Nothing is trained before one of the two is removed. */
    FAIL
  }

  /** Copies the list. */
  public DatasetOptions {
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(unreadable, "unreadable");
    Objects.requireNonNull(duplicates, "duplicates");
    leftOut = List.copyOf(leftOut);
  }

  /** Makes the plain ones, with which Jackson compares what it may leave out. */
  DatasetOptions() {
    this(Optional.empty(), Unreadable.FAIL, Duplicates.WARN, false, List.of());
  }
}
