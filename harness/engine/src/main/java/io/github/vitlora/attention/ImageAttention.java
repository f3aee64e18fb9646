package io.github.vitlora.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds what is kept of one image's attention.
 *
 * @param classToken how much the last block's class token attends to each token, {@code (H, N)}
 * @param distances mean attention distance in pixels, {@code (blocks, H)}
 * @param rollout how much of each token reaches the class token, {@code (N)}, where it was asked
 *     for
 */
record ImageAttention(double[][] classToken, double[][] distances, Optional<double[]> rollout) {

  /** Returns the mean over the heads of the class token's attention, {@code (N)}. */
  double[] average() {
    double[] mean = new double[classToken[0].length];
    for (double[] head : classToken) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += head[i] / classToken.length;
      }
    }
    return mean;
  }

  /** Turns a row {@code (N)} into a map {@code (P)} of the patches that adds up to one. */
  static double[] map(double[] row) {
    double sum = 0;
    for (int i = 1; i < row.length; i++) {
      sum += row[i];
    }
    double[] map = new double[row.length - 1];
    for (int i = 0; i < map.length; i++) {
      map[i] = row[i + 1] / sum;
    }
    return map;
  }

  /**
   * Computes the class token's row of the attention rollout (Abnar and Zuidema 2020,
   * arXiv:2005.00928, section 3). It says how much of each input token reaches the class token
   * through all blocks if attention and residual connection carry half each: it is of the product
   * over the blocks of {@code (A + I) / 2}, where A is the mean over the heads.
   *
   * @param blocks attention averaged over the heads, {@code (N, N)} each, from the first block to
   *     the last
   * @param tokens N
   * @return {@code (N)}
   */
  static double[] rolledOut(List<float[]> blocks, int tokens) {
    double[] row = new double[tokens];
    row[0] = 1;
    // The one row that is wanted, times the last block's matrix, times the one before: by far less
    // work than the product of the matrices, and the same.
    for (int i = blocks.size() - 1; i >= 0; i--) {
      row = times(row, blocks.get(i), tokens);
    }
    return row;
  }

  private static double[] times(double[] row, float[] attention, int tokens) {
    double[] product = new double[tokens];
    for (int from = 0; from < tokens; from++) {
      double rowSum = 1;
      for (int to = 0; to < tokens; to++) {
        rowSum += attention[from * tokens + to];
      }
      double share = row[from] / rowSum;
      for (int to = 0; to < tokens; to++) {
        product[to] += share * attention[from * tokens + to];
      }
      product[from] += share;
    }
    return product;
  }

  /** Collects the attention of an image's blocks as they come. */
  static final class Collector {
    private final AttentionDistance distance;
    private final boolean rollout;
    private final List<double[]> distances = new ArrayList<>();
    private final List<float[]> means = new ArrayList<>();
    private HeadProbabilities last;

    Collector(AttentionDistance distance, boolean rollout) {
      this.distance = distance;
      this.rollout = rollout;
    }

    void add(HeadProbabilities block) {
      double[] heads = new double[block.heads()];
      for (int head = 0; head < heads.length; head++) {
        heads[head] = distance.of(block, head);
      }
      distances.add(heads);
      if (rollout) {
        means.add(block.mean());
      }
      last = block;
    }

    ImageAttention whole() {
      double[][] classToken = new double[last.heads()][];
      for (int head = 0; head < classToken.length; head++) {
        classToken[head] = last.classToken(head);
      }
      return new ImageAttention(
          classToken,
          distances.toArray(double[][]::new),
          rollout ? Optional.of(rolledOut(means, last.tokens())) : Optional.empty());
    }
  }
}
