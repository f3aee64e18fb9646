package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
 * @param figures what else follows from the predictions; absent likewise
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TestResult(
    double loss,
    double accuracy,
    int images,
    Optional<List<ClassResult>> classes,
    Optional<String> predictionsSha256,
    Optional<ClassificationFigures> figures)
    implements TestResultBuilder.With {

  /** Copies the classes. */
  public TestResult {
    classes = classes.map(List::copyOf);
  }

  /**
   * Puts the figures together with those that follow from the predictions.
   *
   * @param classNames in the order of their labels
   * @param predictions on every test image
   */
  public static TestResult of(
      double loss, double accuracy, List<String> classNames, List<Prediction> predictions) {
    Map<String, int[]> counts = new LinkedHashMap<>();
    classNames.forEach(name -> counts.put(name, new int[2]));
    for (Prediction prediction : predictions) {
      int[] count = counts.get(prediction.trueClass());
      count[0]++;
      count[1] += prediction.correct() ? 1 : 0;
    }
    List<ClassResult> byClass = new ArrayList<>();
    counts.forEach((name, n) -> byClass.add(new ClassResult(name, n[0], n[1], Optional.empty())));
    return new TestResult(
            loss,
            accuracy,
            predictions.size(),
            Optional.of(byClass),
            Optional.empty(),
            Optional.empty())
        .withFiguresOf(predictions);
  }

  /**
   * Adds the figures that follow from the predictions, where they are absent: results of earlier
   * versions have fewer.
   *
   * @param predictions on every test image
   */
  public TestResult withFiguresOf(List<Prediction> predictions) {
    if (figures.isPresent() || predictions.isEmpty()) {
      return this;
    }
    Map<String, Integer> predicted = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (Prediction one : predictions) {
      predicted.merge(one.predictedClass(), 1, Integer::sum);
      names.add(one.trueClass());
      names.add(one.predictedClass());
    }
    int count = classes.map(List::size).orElse(names.size());
    return with(
        t ->
            t.figures(ClassificationFigures.of(count, predictions))
                .classes(
                    classes.map(
                        all ->
                            all.stream()
                                .map(c -> c.withPredicted(predicted.getOrDefault(c.name(), 0)))
                                .toList())));
  }
}
