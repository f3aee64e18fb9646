package io.github.vitlora.dataset;

import io.github.vitlora.experiment.DatasetSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Reads data sets whose splits lie in a folder, under names of their own. */
interface FolderFormat extends DatasetFormat {
  /** Says what there must be for a split, for messages. */
  String expected(String split);

  /** Returns whether the folder has what is expected of a split, by name. */
  boolean has(String split);

  /**
   * Finds the data set in a folder, or below it as long as each folder has only one: archives
   * usually wrap everything in a folder of their own name.
   *
   * @param spec names the splits
   * @param format reads the data set of a folder
   * @throws DatasetException if none has the splits, saying what is there
   */
  static DatasetFormat find(Path folder, DatasetSpec spec, Function<Path, FolderFormat> format) {
    Path inside = folder;
    FolderFormat shown = format.apply(inside);
    for (List<Path> only = folders(inside);
        !shown.hasSplits(spec) && only.size() == 1;
        only = folders(inside)) {
      inside = only.get(0);
      shown = format.apply(inside);
    }
    if (shown.hasSplits(spec)) {
      return shown;
    }
    if (spec.train().equals(spec.test())) {
      throw new DatasetException(
          "The data set has not got %s: %s. Name the folder of its class folders by the data set's train attribute"
              .formatted(shown.expected(spec.train()), SortedListing.describe(inside)));
    }
    throw new DatasetException(
        "The data set has not got %s and %s side by side: %s. Name its splits by the data set's train and test attributes, or hold a testFraction out where it has none"
            .formatted(
                shown.expected(spec.train()),
                shown.expected(spec.test()),
                SortedListing.describe(inside)));
  }

  private static List<Path> folders(Path folder) {
    return SortedListing.list(folder, Files::isDirectory);
  }

  private boolean hasSplits(DatasetSpec spec) {
    return has(spec.train()) && has(spec.test());
  }
}
