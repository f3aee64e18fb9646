package io.github.vitlora.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.result.AttentionFigures;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Figures whose values are known by hand. */
class AttentionFiguresTest {
  private static final double EXACT = 1e-12;
  private static final double SINGLE_PRECISION = 1e-6;

  @Test
  void uniformAttentionHasTheEntropyOfTheTokensNumber() {
    assertThat(FigureSums.entropy(uniform(197))).isCloseTo(Math.log(197), within(EXACT));
  }

  @Test
  void attentionToOneTokenHasNoEntropy() {
    assertThat(FigureSums.entropy(new double[] {0, 1, 0})).isZero();
  }

  @Test
  void theSameMapsAreAsSimilarAsCanBe() {
    double[] map = {0.5, 0.25, 0.25};

    assertThat(FigureSums.cosine(map, map.clone())).isCloseTo(1, within(EXACT));
    assertThat(FigureSums.jensenShannon(map, map.clone())).isZero();
  }

  @Test
  void mapsThatShareNothingAreAsDifferentAsCanBe() {
    double[] left = {0.5, 0.5, 0, 0};
    double[] right = {0, 0, 0.5, 0.5};

    assertThat(FigureSums.cosine(left, right)).isZero();
    assertThat(FigureSums.jensenShannon(left, right)).isCloseTo(Math.log(2), within(EXACT));
  }

  @Test
  void somewhatDifferentMaps() {
    double[] all = {1, 0};
    double[] half = {0.5, 0.5};

    assertThat(FigureSums.cosine(all, half)).isCloseTo(Math.sqrt(0.5), within(EXACT));
    // The entropy of (3/4, 1/4) less half of that of (1/2, 1/2).
    double expected = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25) - 0.5 * Math.log(2);
    assertThat(FigureSums.jensenShannon(all, half)).isCloseTo(expected, within(EXACT));
    assertThat(FigureSums.jensenShannon(half, all)).isCloseTo(expected, within(EXACT));
  }

  @Test
  void attentionToItselfReachesNoFarther() {
    AttentionDistance distance = new AttentionDistance(2, 16);

    assertThat(distance.of(heads(1, identity(5)), 0)).isZero();
  }

  /** On 2 x 2 patches of 16 pixels each is beside two at 16 and across from one at 16 sqrt 2. */
  @Test
  void uniformAttentionReachesTheMeanDistance() {
    AttentionDistance distance = new AttentionDistance(2, 16);

    assertThat(distance.of(heads(1, uniformRows(5)), 0))
        .isCloseTo((16 + 16 + 16 * Math.sqrt(2)) / 4, within(SINGLE_PRECISION));
  }

  @Test
  void theDistanceIsOfOneHeadAndLeavesTheClassTokenOut() {
    float[] across = new float[25];
    for (int from = 1; from < 5; from++) {
      across[5 * from] = 0.9f;
      across[5 * from + (5 - from)] = 0.1f;
    }
    across[0] = 1;
    AttentionDistance distance = new AttentionDistance(2, 16);

    assertThat(distance.of(heads(2, identity(5), across), 1))
        .isCloseTo(16 * Math.sqrt(2), within(SINGLE_PRECISION));
    assertThat(distance.of(heads(2, identity(5), across), 0)).isZero();
  }

  @Test
  void whatAttendsToItselfAloneIsNotMixed() {
    double[] row = ImageAttention.rolledOut(List.of(identity(5), identity(5)), 5);

    assertThat(row).containsExactly(1, 0, 0, 0, 0);
  }

  /** Each block hands half of the class token on to all tokens alike. */
  @Test
  void uniformAttentionIsRolledOutBlockByBlock() {
    double[] one = ImageAttention.rolledOut(List.of(uniformRows(4)), 4);
    assertThat(one).containsExactly(new double[] {0.625, 0.125, 0.125, 0.125}, within(EXACT));

    double[] two = ImageAttention.rolledOut(List.of(uniformRows(4), uniformRows(4)), 4);
    // 1/4 of it was never handed on, the rest is uniform.
    assertThat(two).containsExactly(new double[] {0.4375, 0.1875, 0.1875, 0.1875}, within(EXACT));
  }

  /** What the last block attends to is looked up in the blocks before it. */
  @Test
  void theOrderOfTheBlocksCounts() {
    float[] classToOne = {0, 1, 0, 0, 1, 0, 0, 0, 1};
    float[] oneToTwo = {1, 0, 0, 0, 0, 1, 0, 0, 1};

    assertThat(ImageAttention.rolledOut(List.of(oneToTwo, classToOne), 3))
        .containsExactly(new double[] {0.5, 0.25, 0.25}, within(EXACT));
    assertThat(ImageAttention.rolledOut(List.of(classToOne, oneToTwo), 3))
        .containsExactly(new double[] {0.5, 0.5, 0}, within(EXACT));
  }

  @Test
  void theRolloutIsTheRowOfTheProductOfTheMatrices() {
    float[] first = {0.2f, 0.5f, 0.3f, 0.1f, 0.6f, 0.3f, 0.7f, 0.1f, 0.2f};
    float[] second = {0.4f, 0.4f, 0.2f, 0.3f, 0.3f, 0.4f, 0.5f, 0.25f, 0.25f};
    double[] expected = new double[3];
    for (int to = 0; to < 3; to++) {
      for (int by = 0; by < 3; by++) {
        expected[to] += mixed(second, 0, by) * mixed(first, by, to);
      }
    }

    double[] row = ImageAttention.rolledOut(List.of(first, second), 3);
    assertThat(row).containsExactly(expected, within(SINGLE_PRECISION));
    assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(SINGLE_PRECISION));
  }

  private static double mixed(float[] attention, int from, int to) {
    return (attention[3 * from + to] + (from == to ? 1 : 0)) / 2;
  }

  @Test
  void aMapIsThePatchesPart() {
    assertThat(ImageAttention.map(new double[] {0.5, 0.1, 0.3, 0.1}))
        .containsExactly(new double[] {0.2, 0.6, 0.2}, within(EXACT));
  }

  @Test
  void figuresAreMeansOverTheImages() {
    FigureSums sums = new FigureSums();
    double[][] uniform = {uniform(5), uniform(5)};
    double[][] one = {{0, 1, 0, 0, 0}, {0, 0, 1, 0, 0}};
    sums.add(image(uniform, 10), Optional.of(uniform(4)));
    sums.add(image(one, 30), Optional.of(uniform(4)));

    AttentionFigures means = sums.means("full-seed1", "full fine-tuning", 1);

    assertThat(means.images()).isEqualTo(2);
    assertThat(means.entropy()).isCloseTo((Math.log(5) + Math.log(2)) / 2, within(EXACT));
    assertThat(means.headEntropies())
        .allSatisfy(e -> assertThat(e).isCloseTo(Math.log(5) / 2, within(EXACT)));
    assertThat(means.headEntropy()).isCloseTo(Math.log(5) / 2, within(EXACT));
    assertThat(means.distance()).isEqualTo(20);
    assertThat(means.distances()).isEqualTo(List.of(List.of(20.0, 20.0)));
    assertThat(means.cosine().orElseThrow()).isCloseTo((1 + Math.sqrt(0.5)) / 2, within(EXACT));
  }

  private static ImageAttention image(double[][] classToken, double distance) {
    return new ImageAttention(classToken, new double[][] {{distance, distance}}, Optional.empty());
  }

  private static double[] uniform(int tokens) {
    double[] row = new double[tokens];
    Arrays.fill(row, 1.0 / tokens);
    return row;
  }

  private static float[] uniformRows(int tokens) {
    float[] rows = new float[tokens * tokens];
    Arrays.fill(rows, 1f / tokens);
    return rows;
  }

  private static float[] identity(int tokens) {
    float[] rows = new float[tokens * tokens];
    for (int i = 0; i < tokens; i++) {
      rows[i * tokens + i] = 1;
    }
    return rows;
  }

  private static HeadProbabilities heads(int heads, float[]... rows) {
    int size = rows[0].length;
    float[] all = new float[heads * size];
    for (int head = 0; head < heads; head++) {
      System.arraycopy(rows[head], 0, all, head * size, size);
    }
    return new HeadProbabilities(all, 0, heads, (int) Math.sqrt(size));
  }
}
