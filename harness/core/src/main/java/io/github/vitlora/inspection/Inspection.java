package io.github.vitlora.inspection;

import io.github.vitlora.dataset.Finding;
import io.github.vitlora.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells what a look at every image of a data set found.
 *
 * @param splits the splits, the training split first
 * @param unreadable all images that cannot be read, and why
 * @param damaged all images that can be read in part, and what is wrong with them
 * @param leftOut all files that might be taken for images and are none of the data set's
 * @param duplicates images that are there more than once
 * @param formats number of images of each file format
 * @param modes number of images of each kind of samples, {@code RGB} or {@code L} for example
 * @param turned number of images that are stored turned or mirrored, as their EXIF tag says
 * @param width of the images in pixels
 * @param height of the images in pixels
 */
public record Inspection(
    List<SplitCount> splits,
    List<Finding> unreadable,
    List<Finding> damaged,
    List<Finding> leftOut,
    Duplicates duplicates,
    SortedMap<String, Integer> formats,
    SortedMap<String, Integer> modes,
    int turned,
    Span width,
    Span height) {
  private static final int NAMED = 5;

  /** Copies the collections. */
  public Inspection {
    splits = List.copyOf(splits);
    unreadable = List.copyOf(unreadable);
    damaged = List.copyOf(damaged);
    leftOut = List.copyOf(leftOut);
    formats = new TreeMap<>(formats);
    modes = new TreeMap<>(modes);
  }

  /**
   * Counts the images of a split.
   *
   * @param name of the split
   * @param images all of them, unreadable ones included
   * @param classes number of images of each class, in the order of the labels
   */
  public record SplitCount(String name, int images, List<ClassCount> classes) {
    /** Copies the list. */
    public SplitCount {
      classes = List.copyOf(classes);
    }
  }

  /**
   * Counts the images of a class.
   *
   * @param name of the class
   * @param images of the split that it stands in
   */
  public record ClassCount(String name, int images) {}

  /**
   * Tells between which numbers of pixels images lie.
   *
   * @param least the smallest
   * @param median the middle one
   * @param most the largest
   */
  public record Span(int least, int median, int most) {}

  /** Returns the number of images of all splits. */
  public int images() {
    return splits.stream().mapToInt(SplitCount::images).sum();
  }

  /** Returns the experiment without images that cannot be read. */
  public Experiment readable(Experiment experiment) {
    return unreadable.isEmpty()
        ? experiment
        : experiment.withDataset(
            experiment.dataset().without(unreadable.stream().map(Finding::file).toList()));
  }

  /**
   * Says what is worth a warning, a sentence each.
   *
   * @param skipped whether unreadable images are left out
   */
  public List<String> warnings(boolean skipped) {
    List<String> warnings = new ArrayList<>();
    if (!unreadable.isEmpty() && skipped) {
      warnings.add(
          "%,d of %,d images cannot be read, and left out: %s"
              .formatted(unreadable.size(), images(), some(unreadable)));
    }
    if (!damaged.isEmpty()) {
      warnings.add(
          "%s damaged, and used as far as possible: %s"
              .formatted(count(damaged.size(), "image"), some(damaged)));
    }
    if (!leftOut.isEmpty()) {
      warnings.add(
          "%s among the images not used: %s"
              .formatted(count(leftOut.size(), "file"), some(leftOut)));
    }
    warnings.addAll(duplicates.warnings());
    return List.copyOf(warnings);
  }

  /** Counts things of which one has this name. */
  static String count(int number, String name) {
    return number == 1 ? "1 " + name : "%,d %ss".formatted(number, name);
  }

  /** Names the first of some files, with what is wrong. */
  public static String some(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding one : findings.subList(0, Math.min(NAMED, findings.size()))) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(one.file())
          .append(" (")
          .append(one.what())
          .append(')');
    }
    return findings.size() > NAMED
        ? text + " and %,d more".formatted(findings.size() - NAMED)
        : text.toString();
  }
}
