package io.github.vitlora.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.regime.ClassWeights;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  private static final Features TRAIN =
      new Features(
          new float[][] {
            {2, 1, -3}, {4, -1, 0}, {3, 5, 2}, {9, 2, 1}, {7, 7, -1}, {8, 3, 4},
            {-2, 6, 5}, {0, 9, 3}, {5, 4, 8}, {-1, 2, 7}, {6, 0, 6}, {1, 8, -2}
          },
          new int[] {0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2},
          3);

  private static final float[][] ASKED = {{3, 3, 3}, {10, -5, 0}, {-4, 8, 9}};

  /** The head is rounded to single precision. */
  private static final Offset<Double> ROUNDED = within(2e-6);

  /** What scikit-learn computes: logistic_regression.py prints these numbers. */
  @Test
  void theOptimumIsThatOfAnotherImplementation() {
    LogisticRegression regression = new LogisticRegression(TRAIN, ClassWeights.NONE);

    assertProbabilities(
        regression.fit(1, () -> {}),
        new double[][] {
          {0.334198336, 0.402490603, 0.263311062},
          {0.597142826, 0.201995423, 0.200861751},
          {0.144453292, 0.564425443, 0.291121265}
        });
    assertProbabilities(
        regression.fit(0.01, () -> {}),
        new double[][] {
          {0.358475677, 0.10880593, 0.532718393},
          {0.988540767, 1.346e-06, 0.011457887},
          {3.4854e-05, 0.989839922, 0.010125223}
        });
    assertProbabilities(
        regression.fit(1e-4, () -> {}),
        new double[][] {
          {0.305736636, 4.7904e-05, 0.694215459},
          {0.998735646, 0.0, 0.001264354},
          {0.0, 1.0, 0.0}
        });
  }

  @Test
  void withClassWeightsTheOptimumIsThatOfAnotherImplementation() {
    LogisticRegression regression = new LogisticRegression(TRAIN, ClassWeights.BALANCED);

    assertProbabilities(
        regression.fit(1, () -> {}),
        new double[][] {
          {0.32845934, 0.325188759, 0.346351902},
          {0.580185209, 0.17193774, 0.247877051},
          {0.143834921, 0.439796609, 0.41636847}
        });
    assertProbabilities(
        regression.fit(0.01, () -> {}),
        new double[][] {
          {0.295674949, 0.089616953, 0.614708098},
          {0.989862466, 9.48e-07, 0.010136586},
          {2.3238e-05, 0.984814466, 0.015162296}
        });
    assertProbabilities(
        regression.fit(1e-4, () -> {}),
        new double[][] {
          {0.239843956, 5.4889e-05, 0.760101155},
          {0.998904866, 0.0, 0.001095134},
          {0.0, 1.0, 0.0}
        });
  }

  private static void assertProbabilities(LogisticRegression.Fitted fitted, double[][] expected) {
    assertThat(fitted.gradient()).isLessThanOrEqualTo(LogisticRegression.TOLERANCE);
    double[][] logits = fitted.head().logits(ASKED);
    for (int i = 0; i < expected.length; i++) {
      double sum = Arrays.stream(logits[i]).map(Math::exp).sum();
      assertThat(Arrays.stream(logits[i]).map(l -> Math.exp(l) / sum).toArray())
          .containsExactly(expected[i], ROUNDED);
    }
  }

  /** It is the only one there is. */
  @Test
  void theOptimumIsTheSameWhereverItIsSoughtFrom() {
    LogisticRegression along = new LogisticRegression(TRAIN, ClassWeights.NONE);
    along.fit(1, () -> {});
    along.fit(0.1, () -> {});

    double[][] byDetours = along.fit(0.01, () -> {}).head().logits(ASKED);
    double[][] straight =
        new LogisticRegression(TRAIN, ClassWeights.NONE).fit(0.01, () -> {}).head().logits(ASKED);

    for (int i = 0; i < ASKED.length; i++) {
      assertThat(byDetours[i][0] - byDetours[i][1])
          .isCloseTo(straight[i][0] - straight[i][1], within(1e-5));
    }
  }

  /** As of a network whose features differ in scale, some of them being the same of all images. */
  @Test
  void everyPenaltyIsFittedToItsOptimum() {
    Random random = new Random(3);
    float[][] rows = new float[200][24];
    int[] labels = new int[200];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = i % 5;
      for (int c = 0; c < 24; c++) {
        double scatter = c == 7 ? 0 : random.nextGaussian() + (c % 5 == labels[i] ? 1 : 0);
        rows[i][c] = (float) (Math.pow(10, c % 4 - 2) * scatter + 3);
      }
    }
    LogisticRegression regression =
        new LogisticRegression(new Features(rows, labels, 5), ClassWeights.NONE);

    for (double penalty : new double[] {1, 0.1, 0.01, 1e-3, 1e-4}) {
      LogisticRegression.Fitted fitted = regression.fit(penalty, () -> {});

      assertThat(fitted.gradient())
          .as("penalty %s", penalty)
          .isLessThanOrEqualTo(LogisticRegression.TOLERANCE);
      assertThat(fitted.head().weight()[0][7]).isZero();
    }
  }
}
