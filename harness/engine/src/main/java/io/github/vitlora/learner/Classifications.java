package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import io.github.vitlora.batch.Batch;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.Prediction.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps a model's prediction for each image. */
public final class Classifications {
  private final List<String> classNames;
  private final List<Prediction> predictions = new ArrayList<>();

  /**
   * Begins with none.
   *
   * @param classNames in the order of their labels
   */
  public Classifications(List<String> classNames) {
    this.classNames = List.copyOf(classNames);
  }

  /**
   * Adds a micro-batch.
   *
   * @param logits of its images, {@code (b, K)}
   */
  public void add(Batch piece, NDArray logits) {
    float[] all = logits.toFloatArray();
    int classes = all.length / piece.size();
    for (int i = 0; i < piece.size(); i++) {
      double[] own = new double[classes];
      for (int k = 0; k < classes; k++) {
        own[k] = all[i * classes + k];
      }
      add(piece.images().get(i), own);
    }
  }

  /**
   * Adds an image.
   *
   * @param logits {@code (K)}; of equal ones the first counts
   */
  public void add(LabelledImage image, double[] logits) {
    predictions.add(classified(image, logits));
  }

  /** Returns the predictions in the order in which the images came. */
  public List<Prediction> predictions() {
    return List.copyOf(predictions);
  }

  private Prediction classified(LabelledImage image, double[] logits) {
    int predicted = 0;
    for (int k = 1; k < logits.length; k++) {
      if (logits[k] > logits[predicted]) {
        predicted = k;
      }
    }
    double largest = logits[predicted];
    double sum = 0;
    for (double logit : logits) {
      sum += exp(logit - largest);
    }
    return new Prediction(
        image.image().name(),
        classNames.get(image.label()),
        classNames.get(predicted),
        (float) (1 / sum),
        (float) (exp(logits[image.label()] - largest) / sum),
        Optional.of(standing(logits, image.label())));
  }

  /**
   * Says how the image's class stands among all classes.
   *
   * @param logits of the image, {@code (K)}
   */
  static Standing standing(double[] logits, int label) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (double logit : logits) {
      sum += exp(logit - largest);
    }
    int rank = 1;
    double squares = 0;
    for (int k = 0; k < logits.length; k++) {
      rank += k != label && logits[k] >= logits[label] ? 1 : 0;
      double distance = (k == label ? 1 : 0) - exp(logits[k] - largest) / sum;
      squares += distance * distance;
    }
    return new Standing(rank, (float) squares);
  }

  /** Gives the same digits on every machine, which {@code Math} does not promise. */
  private static double exp(double x) {
    return StrictMath.exp(x);
  }
}
