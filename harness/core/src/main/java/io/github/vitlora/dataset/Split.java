package io.github.vitlora.dataset;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists everything in one split of a data set.
 *
 * @param classNames names of the classes; the index is the label
 * @param images every image of the split
 */
record Split(List<String> classNames, List<LabelledImage> images) {
  /** Copies the lists. */
  Split {
    classNames = List.copyOf(classNames);
    images = List.copyOf(images);
  }

  /** Returns the images of each class, in their order; the index is the label. */
  List<List<LabelledImage>> byClass() {
    List<List<LabelledImage>> classes = new ArrayList<>();
    classNames.forEach(name -> classes.add(new ArrayList<>()));
    images.forEach(image -> classes.get(image.label()).add(image));
    return classes;
  }
}
