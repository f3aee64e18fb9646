package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.vitlora.experiment.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What follows from the predictions on the test images besides loss and accuracy.
 *
 * @param top5Accuracy share of the images whose class is among the five most probable ones, in [0,
 *     1]; absent where there are fewer than six classes, and where the predictions are of an
 *     earlier version
 * @param balancedAccuracy mean over the classes of the share of their images classified correctly,
 *     in [0, 1]
 * @param macroF1 mean over the classes of the harmonic mean of precision and recall, in [0, 1]
 * @param expectedCalibrationError mean distance of the predicted class's probability from the share
 *     classified correctly, in 15 bins, in [0, 1]
 * @param brier mean over the images of the sum over the classes of the squared distance of their
 *     probability from 1 or 0, in [0, 2]; absent where the predictions are of an earlier version
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ClassificationFigures(
    Optional<Double> top5Accuracy,
    Optional<Double> balancedAccuracy,
    Optional<Double> macroF1,
    Optional<Double> expectedCalibrationError,
    Optional<Double> brier) {

  private static final int TOP = 5;

  /**
   * Computes the figures.
   *
   * @param classes how many there are, whether test images show them or not
   * @param predictions on every test image, at least one, in any order
   */
  static ClassificationFigures of(int classes, List<Prediction> predictions) {
    ClassifiedImages all = ClassifiedImages.of(predictions);
    int[] once = new int[predictions.size()];
    Arrays.fill(once, 1);
    return new ClassificationFigures(
        classes > TOP ? mean(all, ClassificationFigures::isInTop5) : Optional.empty(),
        Optional.of(all.figure(Metric.BALANCED_ACCURACY, once)),
        Optional.of(all.figure(Metric.MACRO_F1, once)),
        Optional.of(all.figure(Metric.EXPECTED_CALIBRATION_ERROR, once)),
        mean(all, ClassificationFigures::brierOf));
  }

  /** 1 where the image's class is among the five most probable ones, 0 where it is not. */
  public static double isInTop5(Prediction one) {
    return one.standing().orElseThrow().rank() <= TOP ? 1 : 0;
  }

  /** The image's Brier score. */
  public static double brierOf(Prediction one) {
    return one.standing().orElseThrow().brier();
  }

  private static Optional<Double> mean(ClassifiedImages all, ToDoubleFunction<Prediction> ofImage) {
    List<Prediction> sorted = all.predictions();
    return sorted.stream().allMatch(one -> one.standing().isPresent())
        ? Optional.of(sorted.stream().mapToDouble(ofImage).sum() / sorted.size())
        : Optional.empty();
  }
}
