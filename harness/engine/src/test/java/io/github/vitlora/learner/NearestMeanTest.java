package io.github.vitlora.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class NearestMeanTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  /** Means (1, 0) and (5, 4); along the line through both, every image is 1 / sqrt(2) away. */
  private static final Features TWO_CLASSES =
      new Features(new float[][] {{0, 0}, {4, 4}, {2, 0}, {6, 4}}, new int[] {0, 1, 0, 1}, 2);

  @Test
  void theNearestMeanIsTheMostProbable() {
    LinearHead head = NearestMean.of(TWO_CLASSES);

    double[][] logits = head.logits(new float[][] {{0, 3}, {3, 2}, {3, 3}, {9, -1}});

    // Differences of the squared distances, 10 - 26 for the first, over 2 v = 2.
    assertThat(Arrays.stream(logits).mapToDouble(l -> l[1] - l[0]).toArray())
        .containsExactly(new double[] {-8, 0, 4, 12}, CLOSE);
  }

  /** Another unit of the features, or another origin, is nothing that probabilities depend on. */
  @Test
  void scaleAndOriginOfFeaturesDoNotCount() {
    float[][] moved = new float[4][];
    for (int i = 0; i < moved.length; i++) {
      float[] row = TWO_CLASSES.rows()[i];
      moved[i] = new float[] {8 * row[0] + 16, 8 * row[1] - 32};
    }

    double[][] logits =
        NearestMean.of(new Features(moved, TWO_CLASSES.labels(), 2))
            .logits(new float[][] {{8 * 3 + 16, 8 * 3 - 32}});

    assertThat(logits[0][1] - logits[0][0]).isCloseTo(4, CLOSE);
  }

  /** Nothing is known of how a class scatters: the means' own scatter stands for it. */
  @Test
  void oneImageOfEachClassIsEnough() {
    Features train = new Features(new float[][] {{0, 0}, {2, 0}}, new int[] {0, 1}, 2);

    double[][] logits = NearestMean.of(train).logits(new float[][] {{2, 5}});

    assertThat(logits[0][1] - logits[0][0]).isCloseTo(2, CLOSE);
  }

  @Test
  void ofFeaturesThatAreAllTheSameEveryClassIsAsProbable() {
    Features train = new Features(new float[][] {{1, 1}, {1, 1}}, new int[] {0, 1}, 2);

    double[][] logits = NearestMean.of(train).logits(new float[][] {{3, 4}});

    assertThat(logits[0][0]).isEqualTo(logits[0][1]);
  }
}
