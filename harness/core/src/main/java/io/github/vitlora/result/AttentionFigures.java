package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What a trained model looks at, in figures: each the mean over the test images.
 *
 * @param model id of its trial, or {@value #PRETRAINED}
 * @param label what people read
 * @param seed whose test images these are
 * @param images how many they are
 * @param entropy of the last block's class-token attention averaged over the heads, in nats: 0 if
 *     all goes to one token, the logarithm of their number if it is spread evenly
 * @param headEntropy mean over the heads of each one's own entropy
 * @param headEntropies each head's
 * @param distance mean attention distance of the last block, in pixels, averaged over its heads
 * @param distances of each block and head
 * @param cosine similarity to the pretrained model's maps; absent for that model itself
 * @param jensenShannon divergence from the pretrained model's maps, in nats; absent likewise
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AttentionFigures(
    String model,
    String label,
    long seed,
    int images,
    double entropy,
    double headEntropy,
    List<Double> headEntropies,
    double distance,
    List<List<Double>> distances,
    Optional<Double> cosine,
    Optional<Double> jensenShannon) {
  /** Stands for the weights that the trials began with. */
  public static final String PRETRAINED = "pretrained";

  /** Copies the lists; what is missing in a file is empty. */
  public AttentionFigures {
    headEntropies = headEntropies == null ? List.of() : List.copyOf(headEntropies);
    distances = distances == null ? List.of() : distances.stream().map(List::copyOf).toList();
  }
}
