package io.github.vitlora.checkpoint;

import java.util.List;
import java.util.Optional;

/** The network's own names. */
public record TimmNames() implements WeightNames {

  @Override
  public List<String> parts(String weight) {
    return List.of(weight);
  }

  @Override
  public Optional<String> weight(String tensor) {
    return Optional.of(tensor);
  }

  @Override
  public boolean isOptional(String tensor) {
    return false;
  }
}
