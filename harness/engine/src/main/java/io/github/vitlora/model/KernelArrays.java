package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.regime.WeightSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds a model's weights by name, and a gradient for each that is trained. */
final class KernelArrays {
  private static final List<String> PARTS = List.of(WeightSpec.WEIGHT, WeightSpec.BIAS);

  private final Map<String, Weight> weights;
  private final Map<String, AdaptedLinear> adapted;
  private final Map<String, NDArray> gradients = new LinkedHashMap<>();
  private final NDArray none;

  /**
   * Starts with gradients of 0.
   *
   * @param owner of the gradients
   */
  KernelArrays(NDManager owner, TunableModel model) {
    weights = model.network().weights();
    adapted = model.network().adapted();
    none = owner.create(new Shape(0));
    model.trainable().forEach((name, array) -> gradients.put(name, owner.zeros(array.getShape())));
  }

  /** Returns the adapter beside a layer or a part of one, if there is one. */
  Optional<AdaptedLinear> adapted(String target) {
    return Optional.ofNullable(adapted.get(target));
  }

  /** Returns the specification of a weight. */
  WeightSpec spec(String name) {
    return weights.get(name).spec();
  }

  NDArray weight(String name) {
    return weights.get(name).array();
  }

  /** Returns weight and bias of a layer. */
  List<NDArray> weights(String layer) {
    return PARTS.stream().map(part -> weight(WeightSpec.name(layer, part))).toList();
  }

  /** Returns the gradient of a weight, of size 0 where it is not trained. */
  NDArray gradient(String name) {
    return gradients.getOrDefault(name, none);
  }

  /** Returns the gradients of a layer's weight and bias, of size 0 where they are not trained. */
  List<NDArray> gradients(String layer) {
    return PARTS.stream().map(part -> gradient(WeightSpec.name(layer, part))).toList();
  }

  /** Returns an array of size 0, which stands for a gradient that there is not. */
  NDArray none() {
    return none;
  }

  /** Returns the gradients of A and B of an adapter, of size 0 where there is none. */
  List<NDArray> gradients(Optional<AdaptedLinear> adapted) {
    return adapted
        .map(a -> List.of(gradient(a.down.spec().name()), gradient(a.up.spec().name())))
        .orElse(List.of(none, none));
  }

  /** Joins lists, since kernels take the arrays of several layers in one. */
  @SafeVarargs
  static List<NDArray> joined(List<NDArray>... lists) {
    List<NDArray> all = new ArrayList<>();
    for (List<NDArray> list : lists) {
      all.addAll(list);
    }
    return all;
  }

  Map<String, NDArray> gradients() {
    return Collections.unmodifiableMap(gradients);
  }
}
