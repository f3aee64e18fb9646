package io.github.vitlora.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of one image's attention, once all blocks have computed it.
 *
 * @param classToken how much the last block's class token attends to each token, {@code (H, N)}
 * @param distances mean attention distance in pixels, {@code (blocks, H)}
 * @param rollout how much of each token reaches the class token, {@code (N)}, where it was asked
 *     for
 */
record ImageAttention(double[][] classToken, double[][] distances, Optional<double[]> rollout) {

  /** The mean over the heads of the class token's attention, {@code (N)}. */
  double[] average() {
    return Distributions.mean(classToken);
  }

  /** A row over the tokens as a map: the patches' part of it, {@code (P)}, adding up to one. */
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

  /** Takes an image's blocks as they come. */
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
          rollout ? Optional.of(Rollout.classToken(means, last.tokens())) : Optional.empty());
    }
  }
}
