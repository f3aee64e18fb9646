package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The trained model on the test split.
 *
 * @param loss mean cross-entropy, in nats
 * @param accuracy share classified correctly, in [0, 1]
 * @param images number of test images
 * @param classes the same class by class, in the order of their labels; absent in results of
 *     earlier versions
 * @param predictionsSha256 hash of the file of {@linkplain PredictionsFile predictions}, in
 *     hexadecimal; absent likewise
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TestResult(
    double loss,
    double accuracy,
    int images,
    Optional<List<ClassResult>> classes,
    Optional<String> predictionsSha256) {

  /** Copies the classes. */
  public TestResult {
    classes = classes.map(List::copyOf);
  }

  /** Figures without what stands behind them. */
  public static TestResult of(double loss, double accuracy, int images) {
    return new TestResult(loss, accuracy, images, Optional.empty(), Optional.empty());
  }

  /**
   * The same figures with what was made of each image.
   *
   * @param classNames in the order of their labels
   * @param sha256 of the file of predictions
   */
  public TestResult with(List<String> classNames, List<Prediction> predictions, String sha256) {
    Map<String, int[]> counts = new LinkedHashMap<>();
    classNames.forEach(name -> counts.put(name, new int[2]));
    for (Prediction prediction : predictions) {
      int[] count = counts.get(prediction.trueClass());
      count[0]++;
      count[1] += prediction.correct() ? 1 : 0;
    }
    List<ClassResult> byClass = new ArrayList<>();
    counts.forEach((name, n) -> byClass.add(new ClassResult(name, n[0], n[1])));
    return new TestResult(loss, accuracy, images, Optional.of(byClass), Optional.of(sha256));
  }
}
