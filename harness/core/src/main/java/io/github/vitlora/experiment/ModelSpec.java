package io.github.vitlora.experiment;

import io.github.vitlora.regime.Architecture;
import io.github.vitlora.source.NeededSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Names the network and the weights it starts from.
 *
 * @param architecture a name that {@link Architecture#named} knows
 * @param weights source of a safetensors checkpoint with timm's parameter names, or {@link #RANDOM}
 * @param sha256 checksum of that file in lower-case hexadecimal, where the descriptor gives one
 */
public record ModelSpec(String architecture, String weights, Optional<String> sha256) {
  /** Stands for weights that nobody pretrained: each trial's own, which follow from its seed. */
  public static final String RANDOM = "random";

  /** Returns the same architecture, from random weights. */
  ModelSpec withRandomWeights() {
    return new ModelSpec(architecture, RANDOM, Optional.empty());
  }

  /** Returns the checkpoint's source, if the network starts from one. */
  public Optional<String> checkpoint() {
    return weights.equals(RANDOM) ? Optional.empty() : Optional.of(weights);
  }

  /** Lists what has to be brought from elsewhere. */
  public List<NeededSource> sources() {
    return checkpoint()
        .map(source -> new NeededSource("weights", NeededSource.Form.CHECKPOINT, source, sha256))
        .stream()
        .toList();
  }

  /** Names another place for the checkpoint, if there is one. */
  ModelSpec withSources(Function<NeededSource, String> places) {
    return sources().stream()
        .findFirst()
        .map(checkpoint -> new ModelSpec(architecture, places.apply(checkpoint), sha256))
        .orElse(this);
  }

  /** Returns the same architecture, whatever weights it starts from. */
  ModelSpec withoutSources() {
    return new ModelSpec(architecture, "", Optional.empty());
  }

  /** Returns what the network starts from, in a few words for people. */
  public String describeWeights() {
    return checkpoint().orElse("random weights");
  }
}
