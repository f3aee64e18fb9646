package io.github.vitlora.learner;

import ai.djl.ndarray.NDArray;
import io.github.vitlora.batch.Batch;
import io.github.vitlora.dataset.LabelledImage;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a model makes of images, one by one. */
public final class Classifications {
  private final List<ClassifiedImage> images = new ArrayList<>();

  /**
   * Adds a micro-batch.
   *
   * @param logits of its images, {@code (b, K)}
   */
  public void add(Batch piece, NDArray logits) {
    float[] all = logits.toFloatArray();
    int classes = all.length / piece.size();
    for (int i = 0; i < piece.size(); i++) {
      images.add(classified(piece.images().get(i), all, i * classes, classes));
    }
  }

  /** In the order in which they came. */
  public List<ClassifiedImage> images() {
    return List.copyOf(images);
  }

  private static ClassifiedImage classified(
      LabelledImage image, float[] logits, int from, int classes) {
    int predicted = 0;
    for (int k = 1; k < classes; k++) {
      if (logits[from + k] > logits[from + predicted]) {
        predicted = k;
      }
    }
    double largest = logits[from + predicted];
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += exp(logits[from + k] - largest);
    }
    return new ClassifiedImage(
        image.image().name(),
        image.label(),
        predicted,
        (float) (1 / sum),
        (float) (exp(logits[from + image.label()] - largest) / sum));
  }

  /** The same digits of the same logits on every machine, which {@code Math} does not promise. */
  private static double exp(double x) {
    return StrictMath.exp(x);
  }
}
