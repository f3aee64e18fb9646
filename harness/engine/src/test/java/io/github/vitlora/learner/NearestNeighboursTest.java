package io.github.vitlora.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NearestNeighboursTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** East, nearly east, north, and two westwards; lengths differ and do not count. */
  private static final Features TRAIN =
      new Features(
          new float[][] {{1, 0}, {40, 30}, {0, 7}, {-2, 0}, {-4, 3}}, new int[] {0, 1, 1, 2, 2}, 3);

  private double[] probabilities(int k, float... feature) {
    double[] logits = NearestNeighbours.of(manager, TRAIN, k).logits(new float[][] {feature})[0];
    return Arrays.stream(logits).map(Math::exp).toArray();
  }

  @Test
  void theMajorityOfTheMostSimilarWins() {
    // Similarities to (3, 1) / sqrt(10): 0.949, 0.949 (that is 15 / (5 sqrt(10))), 0.316, ...
    double[] p = probabilities(3, 3, 1);

    // One vote for class 0, two for class 1, and a fourth that all of them share.
    double[] shares = softmax(0.948683 / 3, (0.948683 + 0.316228) / 3, 0);
    assertThat(p[0]).isCloseTo((1 + shares[0]) / 4, CLOSE);
    assertThat(p[1]).isCloseTo((2 + shares[1]) / 4, CLOSE);
    assertThat(p[2]).isCloseTo(shares[2] / 4, CLOSE);
    assertThat(Arrays.stream(p).sum()).isCloseTo(1, CLOSE);
  }

  private static double[] softmax(double... values) {
    double sum = Arrays.stream(values).map(Math::exp).sum();
    return Arrays.stream(values).map(v -> Math.exp(v) / sum).toArray();
  }

  @Test
  void aTieGoesToTheMoreSimilar() {
    // (8, 1) is nearer to east, (8, 5) to (4, 3); each of both has one of two votes.
    double[] eastwards = probabilities(2, 8, 1);
    double[] northwards = probabilities(2, 8, 5);

    assertThat(eastwards[0]).isGreaterThan(eastwards[1]).isGreaterThan(1 / 3.0);
    assertThat(northwards[1]).isGreaterThan(northwards[0]).isGreaterThan(1 / 3.0);
  }

  @Test
  void aTieOfEquallySimilarOnesGoesToTheFirstClass() {
    Features mirrored = new Features(new float[][] {{1, 1}, {1, -1}}, new int[] {1, 0}, 2);

    double[] logits = NearestNeighbours.of(manager, mirrored, 2).logits(new float[][] {{1, 0}})[0];

    assertThat(logits[0]).isEqualTo(logits[1]);
    assertThat(LossAndAccuracy.of(logits, 0).correct()).isEqualTo(1);
  }

  /** Else every training image would be right by its own vote. */
  @Test
  void anImageIsNoNeighbourOfItself() {
    NearestNeighbours nearest = NearestNeighbours.of(manager, TRAIN, 1);

    double[][] own = nearest.logitsOfItsOwn(TRAIN);

    // The nearest other one of (1, 0) is (40, 30), which is of class 1; and so on.
    int[] predicted =
        Arrays.stream(own)
            .mapToInt(l -> l[0] > l[1] ? (l[0] > l[2] ? 0 : 2) : (l[1] > l[2] ? 1 : 2))
            .toArray();
    assertThat(predicted).containsExactly(1, 0, 1, 2, 2);
  }

  @Test
  void aFeatureOfNoughtIsSimilarToNothing() {
    assertThat(probabilities(5, 0, 0)).doesNotContain(Double.NaN);
  }

  /** Many images, in several pieces, against a sort of all. */
  @Test
  void itFindsWhatSortingFinds() {
    Random random = new Random(5);
    Features train = random(random, 300);
    Features asked = random(random, 150);
    NearestNeighbours nearest = NearestNeighbours.of(manager, train, 7);

    double[][] logits = nearest.logits(asked.rows());

    for (int i = 0; i < asked.images(); i++) {
      double[] votes = sorted(train, asked.rows()[i], 7);
      for (int c = 0; c < 4; c++) {
        assertThat(8 * Math.exp(logits[i][c])).isBetween(votes[c], votes[c] + 1);
      }
    }
  }

  private static Features random(Random random, int images) {
    float[][] rows = new float[images][6];
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = random.nextInt(4);
      for (int c = 0; c < 6; c++) {
        rows[i][c] = (float) random.nextGaussian();
      }
    }
    return new Features(rows, labels, 4);
  }

  private static double[] sorted(Features train, float[] asked, int k) {
    Integer[] order = new Integer[train.images()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(cosine(train, b, asked), cosine(train, a, asked)));
    double[] votes = new double[4];
    for (int i = 0; i < k; i++) {
      votes[train.labels()[order[i]]]++;
    }
    return votes;
  }

  private static double cosine(Features train, int image, float[] asked) {
    double dot = 0;
    double square = 0;
    for (int c = 0; c < asked.length; c++) {
      dot += (double) train.rows()[image][c] * asked[c];
      square += (double) train.rows()[image][c] * train.rows()[image][c];
    }
    return dot / Math.sqrt(square);
  }
}
