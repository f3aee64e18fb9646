package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.random.RandomStreams;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Draws which images skip which residual branches in training: stochastic depth (Huang et al. 2016,
 * arXiv:1603.09382), as timm's {@code DropPath}. Attention and MLP of block i of n are each skipped
 * with probability {@code p i / (n - 1)}, image by image, and amplified where they are not, so that
 * their means stay. What is drawn for an image follows only from the trial's seed, the step and the
 * image's place in the batch, whatever the micro-batches are.
 */
public final class DropPath {
  /** A block's residual branches, in the order of their factors. */
  private static final List<String> BRANCHES = List.of("attn", "mlp");

  private final double probability;
  private final int depth;
  private final RandomStreams random;
  private final Dropout.Clock clock;

  /**
   * Draws wherever the clock stands then.
   *
   * @param probability p, that of the last block, in [0, 1)
   * @param depth n, number of blocks
   */
  DropPath(double probability, int depth, RandomStreams random, Dropout.Clock clock) {
    this.probability = probability;
    this.depth = depth;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Draws the factors of a micro-batch's branches: 0 where an image skips one, else above 0.
   *
   * @param owner of the result
   * @param images B
   * @return {@code (depth, 2, B)}, of each block attention's and the MLP's; empty where p is 0
   */
  public Optional<NDArray> factors(NDManager owner, long images) {
    if (probability == 0) {
      return Optional.empty();
    }
    int count = Math.toIntExact(images);
    float[] factors = new float[depth * BRANCHES.size() * count];
    int next = 0;
    for (int block = 0; block < depth; block++) {
      double dropped = probability * block / Math.max(1, depth - 1);
      float amplification = (float) (1 / (1 - dropped));
      for (String branch : BRANCHES) {
        SplittableRandom draws = draws(block, branch);
        for (int image = 0; image < count; image++) {
          factors[next++] = draws.nextDouble() < dropped ? 0 : amplification;
        }
      }
    }
    return Optional.of(owner.create(factors, new Shape(depth, BRANCHES.size(), images)));
  }

  /** Returns the step's stream of a branch, where the micro-batch's images begin in it. */
  private SplittableRandom draws(int block, String branch) {
    SplittableRandom draws = random.stream("dropPath.blocks." + block + "." + branch, clock.step());
    for (long earlier = 0; earlier < clock.image(); earlier++) {
      draws.nextDouble();
    }
    return draws;
  }
}
