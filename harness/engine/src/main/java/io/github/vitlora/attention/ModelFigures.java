package io.github.vitlora.attention;

import java.util.List;
import java.util.Optional;

/**
 * A model's attention in figures, each the mean over the test images.
 *
 * @param model id of its trial, or {@value #PRETRAINED}
 * @param seed whose test images these are
 * @param images how many they are
 * @param entropy of the last block's class-token attention averaged over the heads, in nats
 * @param headEntropies the same of each head by itself
 * @param distances mean attention distance in pixels, by block and head
 * @param similarity to the pretrained model's maps; absent for that model itself
 */
public record ModelFigures(
    String model,
    long seed,
    int images,
    double entropy,
    List<Double> headEntropies,
    List<List<Double>> distances,
    Optional<Similarity> similarity) {
  /** Stands for the weights that the trials began with. */
  public static final String PRETRAINED = "pretrained";

  /**
   * How alike the maps of two models are, averaged over the heads.
   *
   * @param cosine of the angle between them: 1 if they are the same
   * @param jensenShannon divergence in nats: 0 if they are the same, at most ln 2
   */
  public record Similarity(double cosine, double jensenShannon) {}

  /** Copies the lists. */
  public ModelFigures {
    headEntropies = List.copyOf(headEntropies);
    distances = distances.stream().map(List::copyOf).toList();
  }
}
