package io.github.vitlora.model;

import ai.djl.nn.Parameter;
import io.github.vitlora.regime.WeightSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds a network's weights, which its blocks take. They have no values at first. */
final class Weights {
  private final Map<String, Weight> byName = new LinkedHashMap<>();

  Weights(List<WeightSpec> specs) {
    for (WeightSpec spec : specs) {
      // DJL's kinds of parameters are for its own initial values.
      Parameter parameter =
          Parameter.builder().setName(spec.name()).setType(Parameter.Type.OTHER).build();
      byName.put(spec.name(), new Weight(spec, parameter));
    }
  }

  /** Returns a part of a layer. */
  Weight of(String layer, String part) {
    String name = WeightSpec.name(layer, part);
    Weight weight = byName.get(name);
    if (weight == null) {
      throw new IllegalArgumentException("the network has no weight " + name);
    }
    return weight;
  }

  /** Returns all weights in the order of their specifications. */
  Map<String, Weight> byName() {
    return Collections.unmodifiableMap(byName);
  }
}
