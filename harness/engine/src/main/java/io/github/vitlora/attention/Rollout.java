package io.github.vitlora.attention;

import java.util.List;

/**
 * Attention rollout (Abnar and Zuidema 2020, arXiv:2005.00928, section 3): how much of each input
 * token reaches the class token through all blocks, if attention and residual connection carry half
 * each: the product over the blocks of {@code (A + I) / 2}, A being the mean over the heads. Its
 * rows add up to one, as those of A do.
 */
final class Rollout {
  private Rollout() {}

  /**
   * The class token's row of the rollout.
   *
   * @param blocks attention averaged over the heads, {@code (N, N)} each, from the first block to
   *     the last
   * @param tokens N
   * @return {@code (N)}
   */
  static double[] classToken(List<float[]> blocks, int tokens) {
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
}
