package io.github.vitlora.dataset;

/** How the splits of a data set lie in its folder. */
sealed interface DatasetFormat
    permits ImageFolder, IdxFolder, RotatedFormat, HeldOutFormat, FractalClasses {

  /** Where the data set lies, for messages. */
  String place();

  /** What there must be for a split, for messages. */
  String expected(String split);

  /** Whether the folder has what is expected of a split, by name. */
  boolean has(String split);

  /**
   * Lists a split.
   *
   * @throws DatasetException if the split is not there or not in order
   */
  Split read(String split);

  /**
   * Counts a split's classes without looking at its images.
   *
   * @throws DatasetException as for {@link #read}
   */
  int countClasses(String split);
}
