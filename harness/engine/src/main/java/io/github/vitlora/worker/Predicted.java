package io.github.vitlora.worker;

import io.github.vitlora.learner.ClassifiedImage;
import io.github.vitlora.result.Prediction;
import java.util.List;

/** A trial's predictions under their names. */
final class Predicted {
  private Predicted() {}

  /**
   * The same images in the same order.
   *
   * @param classNames in the order of their labels
   */
  static List<Prediction> of(List<ClassifiedImage> images, List<String> classNames) {
    return images.stream()
        .map(
            one ->
                new Prediction(
                    one.image(),
                    classNames.get(one.label()),
                    classNames.get(one.predicted()),
                    one.probability(),
                    one.labelProbability()))
        .toList();
  }
}
