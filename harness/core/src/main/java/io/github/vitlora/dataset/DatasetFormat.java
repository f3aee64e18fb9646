package io.github.vitlora.dataset;

/**
 * Reads the splits of a data set of one form. {@link DatasetFormats} knows which origins it has.
 */
interface DatasetFormat {

  /** Says where the data set lies, for messages. */
  String place();

  /**
   * Lists a split.
   *
   * @throws DatasetException if the split is not there or not in order
   */
  Split read(String split);

  /**
   * Counts a split's classes, without looking at its images where that can be.
   *
   * @throws DatasetException as for {@link #read}
   */
  default int countClasses(String split) {
    return read(split).classNames().size();
  }
}
