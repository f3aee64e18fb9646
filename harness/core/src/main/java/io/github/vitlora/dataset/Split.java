package io.github.vitlora.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Lists everything in one split of a data set.
 *
 * @param classNames names of the classes; the index is the label
 * @param images every image of the split
 * @param leftOut files that are none of the images
 */
record Split(List<String> classNames, List<LabelledImage> images, List<Finding> leftOut) {
  /** Copies the lists. */
  Split {
    classNames = List.copyOf(classNames);
    images = List.copyOf(images);
    leftOut = List.copyOf(leftOut);
  }

  /** Lists a split that has nothing but images. */
  Split(List<String> classNames, List<LabelledImage> images) {
    this(classNames, images, List.of());
  }

  /** Returns the images of each class, in their order; the index is the label. */
  List<List<LabelledImage>> byClass() {
    List<List<LabelledImage>> classes = new ArrayList<>();
    classNames.forEach(name -> classes.add(new ArrayList<>()));
    images.forEach(image -> classes.get(image.label()).add(image));
    return classes;
  }

  /** Returns the same split without some of its images. */
  Split without(Set<String> names) {
    return names.isEmpty()
        ? this
        : new Split(
            classNames,
            images.stream().filter(image -> !names.contains(image.image().name())).toList(),
            leftOut);
  }

  /**
   * Returns the same images with labels that are indexes of other class names.
   *
   * @param names have all of this split's
   */
  Split labelledBy(List<String> names) {
    if (names.equals(classNames)) {
      return this;
    }
    List<Integer> labels = classNames.stream().map(names::indexOf).toList();
    return new Split(
        names,
        images.stream()
            .map(one -> new LabelledImage(one.image(), labels.get(one.label()), one.group()))
            .toList(),
        leftOut);
  }
}
