package io.github.vitlora.experiment;

import java.util.Optional;

/**
 * Names a table with a row for each image, in CSV or JSON Lines, and its columns. A column that is
 * not named is found by the names that are usual for it.
 *
 * @param file path of the table relative to the data set's root, or to the folder of each split
 * @param image column of the images' paths, relative to the table's folder
 * @param label column of the classes
 * @param split column of the splits; where there is none, the splits have a table each, or a {@code
 *     testFraction} is held out
 * @param group column of what an image belongs to, a patient for example: no group is in two splits
 */
public record LabelTable(
    String file,
    Optional<String> image,
    Optional<String> label,
    Optional<String> split,
    Optional<String> group) {}
