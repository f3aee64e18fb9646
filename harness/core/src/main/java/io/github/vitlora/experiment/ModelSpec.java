package io.github.vitlora.experiment;

import io.github.vitlora.regime.Architecture;
import java.util.Optional;

/**
 * The network and the weights it starts from.
 *
 * @param architecture a name that {@link Architecture#named} knows
 * @param weights source of a safetensors checkpoint with timm's parameter names, or {@link #RANDOM}
 * @param sha256 checksum of that file in lower-case hexadecimal, where the descriptor gives one
 */
public record ModelSpec(String architecture, String weights, Optional<String> sha256) {

  /** Stands for weights that nobody pretrained: each trial's own, which follow from its seed. */
  public static final String RANDOM = "random";

  /** The same architecture, from random weights. */
  ModelSpec withRandomWeights() {
    return new ModelSpec(architecture, RANDOM, Optional.empty());
  }

  /** The checkpoint's source, if the network starts from one. */
  public Optional<String> checkpoint() {
    return weights.equals(RANDOM) ? Optional.empty() : Optional.of(weights);
  }

  /** What the network starts from, in a few words for people. */
  public String describeWeights() {
    return checkpoint().orElse("random weights");
  }
}
