package io.github.vitlora.learner;

import io.github.vitlora.model.TunableModel;
import java.io.IOException;
import java.nio.file.Path;

/** Classifies images by the features that a frozen network computes of them. */
public interface FeatureClassifier {
  /**
   * Maps features to logits, whose softmax is the probabilities of the classes.
   *
   * @param features {@code (N, C)}
   * @return {@code (N, K)}
   */
  double[][] logits(float[][] features);

  /**
   * Does the same with the very images that it was made of, in their order: none of them speaks for
   * itself where it would otherwise be asked.
   */
  default double[][] logitsOfItsOwn(Features made) {
    return logits(made.rows());
  }

  /**
   * Writes what has to be stored beside the pretrained weights.
   *
   * @param model whose features it classifies; takes up a head, where that is what is stored
   * @return the file's size in bytes
   */
  long save(TunableModel model, Path file) throws IOException;
}
