package io.github.vitlora.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.result.Prediction.Standing;
import io.github.vitlora.testing.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClassificationFiguresTest {

  /** Probabilities are floats. */
  private static final Offset<Double> EXACT = within(1e-7);

  /** Three images of a, two of b, one of c, as which none is classified. */
  private static final List<Prediction> SIX =
      List.of(
          prediction(1, "a", "a", 0.95f, 1, 0.1f),
          prediction(2, "a", "a", 0.95f, 1, 0.1f),
          prediction(3, "a", "b", 0.55f, 2, 0.9f),
          prediction(4, "b", "b", 0.55f, 1, 0.4f),
          prediction(5, "b", "a", 0.95f, 6, 1.8f),
          prediction(6, "c", "a", 0.42f, 5, 0.9f));

  private static Prediction prediction(
      int image, String shows, String predicted, float probability, int rank, float brier) {
    return new Prediction(
        "test/" + image,
        shows,
        predicted,
        probability,
        shows.equals(predicted) ? probability : 0.01f,
        Optional.of(new Standing(rank, brier)));
  }

  @Test
  void figuresAreThoseWorkedOutByHand() {
    ClassificationFigures figures = ClassificationFigures.of(6, SIX);

    // Recalls 2/3, 1/2 and 0.
    assertThat(figures.balancedAccuracy().orElseThrow()).isCloseTo(7.0 / 18, EXACT);
    // a: precision 1/2, recall 2/3, F1 4/7; b: 1/2 and 1/2; c is never predicted.
    assertThat(figures.macroF1().orElseThrow()).isCloseTo((4.0 / 7 + 1.0 / 2 + 0) / 3, EXACT);
    // Three images at 0.95, of which two are right; two at 0.55, one right; one at 0.42, wrong.
    assertThat(figures.expectedCalibrationError().orElseThrow())
        .isCloseTo(3.0 / 6 * (0.95 - 2.0 / 3) + 2.0 / 6 * (0.55 - 1.0 / 2) + 1.0 / 6 * 0.42, EXACT);
    // The class of one image is the sixth.
    assertThat(figures.top5Accuracy().orElseThrow()).isCloseTo(5.0 / 6, EXACT);
    assertThat(figures.brier().orElseThrow()).isCloseTo(4.2 / 6, EXACT);
  }

  @Test
  void theEdgeOfABinIsInTheBinBelow() {
    // 0.6 is the upper edge of bin 9 of 15.
    List<Prediction> predictions =
        List.of(
            prediction(1, "a", "a", 0.59f, 1, 0),
            prediction(2, "a", "b", Math.nextDown(0.6f), 1, 0),
            prediction(3, "a", "b", Math.nextUp(0.6f), 1, 0));

    // 0.59 and 0.6 share a bin: 0.19 more than is right; the third has one of its own.
    assertThat(ClassificationFigures.of(2, predictions).expectedCalibrationError().orElseThrow())
        .isCloseTo((0.59 + 0.6 - 1 + 0.6) / 3, EXACT);
  }

  @Test
  void theOrderOfImagesChangesNoBit() {
    List<Prediction> predictions = new ArrayList<>(Samples.predictions(997, i -> i % 7 != 0));
    ClassificationFigures before = ClassificationFigures.of(2, predictions);

    Collections.shuffle(predictions, new Random(1));

    assertThat(ClassificationFigures.of(2, predictions)).isEqualTo(before);
  }

  @Test
  void aResampleIsWhatRepeatedPredictionsAre() {
    List<Prediction> repeated = new ArrayList<>(SIX);
    repeated.remove(1);
    repeated.add(prediction(7, "b", "a", 0.95f, 6, 1.8f));
    ClassificationFigures expected = ClassificationFigures.of(6, repeated);

    ClassifiedImages images = ClassifiedImages.of(SIX);
    int[] times = {1, 0, 1, 1, 2, 1};

    assertThat(images.figure(Metric.MACRO_F1, times)).isEqualTo(expected.macroF1().orElseThrow());
    assertThat(images.figure(Metric.BALANCED_ACCURACY, times))
        .isEqualTo(expected.balancedAccuracy().orElseThrow());
    assertThat(images.figure(Metric.EXPECTED_CALIBRATION_ERROR, times))
        .isCloseTo(expected.expectedCalibrationError().orElseThrow(), within(1e-15));
  }

  @Test
  void amongFiveClassesEveryImageIsInTheTopFive() {
    assertThat(ClassificationFigures.of(5, SIX).top5Accuracy()).isEmpty();
  }

  @Test
  void whereAllClassesHaveAsManyImagesBalancedAccuracyIsAccuracy() {
    List<Prediction> predictions = Samples.predictions(400, i -> i % 5 != 0);

    assertThat(ClassificationFigures.of(2, predictions).balancedAccuracy().orElseThrow())
        .isCloseTo(0.8, EXACT);
  }

  @Test
  void precisionAndRecallAreInTheFiguresOfEachClass() {
    TestResult test = TestResult.of(1, 0.5, List.of("a", "b", "c", "d"), SIX);

    assertThat(test.classes().orElseThrow())
        .extracting(ClassResult::name, ClassResult::accuracy, ClassResult::precision)
        .containsExactly(
            tuple("a", 2.0 / 3, OptionalDouble.of(0.5)),
            tuple("b", 0.5, OptionalDouble.of(0.5)),
            tuple("c", 0.0, OptionalDouble.empty()),
            tuple("d", Double.NaN, OptionalDouble.empty()));
    assertThat(test.figures().orElseThrow().top5Accuracy()).as("of four classes").isEmpty();
  }

  @Test
  void predictionsOfAnEarlierVersionGiveAllFiguresButTwo() {
    Trial trial = Samples.experiment(List.of(1L), List.of(4), List.of()).trials().get(0);
    TestResult old =
        TestResult.of(1, 0.5, List.of("a", "b", "c", "d", "e", "f"), SIX)
            .with(t -> t.figures(Optional.empty()));

    TestResult read = old.withFiguresOf(Samples.ofAnEarlierVersion(SIX));

    TrialResult result = Samples.completed(trial, 0.5).with(r -> r.test(read));
    assertThat(result.metric(Metric.BALANCED_ACCURACY)).hasValueCloseTo(7.0 / 18, EXACT);
    assertThat(result.metric(Metric.MACRO_F1)).isPresent();
    assertThat(result.metric(Metric.EXPECTED_CALIBRATION_ERROR)).isPresent();
    assertThat(result.metric(Metric.TOP5_ACCURACY)).isEmpty();
    assertThat(result.metric(Metric.BRIER)).isEmpty();
  }
}
