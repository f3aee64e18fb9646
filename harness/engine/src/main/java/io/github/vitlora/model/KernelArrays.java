package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.checkpoint.Weight;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model's weights by name, and a gradient for each that is trained. */
final class KernelArrays {
  private final Map<String, Weight> weights;
  private final Map<String, NDArray> gradients = new LinkedHashMap<>();
  private final NDArray none;

  /**
   * Starts with gradients of 0.
   *
   * @param owner of the gradients
   */
  KernelArrays(NDManager owner, TunableModel model) {
    weights = model.network().weights();
    none = owner.create(new Shape(0));
    model.trainable().forEach((name, array) -> gradients.put(name, owner.zeros(array.getShape())));
  }

  boolean contains(String name) {
    return weights.containsKey(name);
  }

  NDArray weight(String name) {
    return weights.get(name).parameter().getArray();
  }

  /** Empty where nothing is trained. */
  NDArray gradient(String name) {
    return gradients.getOrDefault(name, none);
  }

  Map<String, NDArray> gradients() {
    return Collections.unmodifiableMap(gradients);
  }
}
