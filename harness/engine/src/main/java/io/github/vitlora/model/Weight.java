package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.vitlora.regime.WeightSpec;

/**
 * A weight joins a specification and DJL's parameter.
 *
 * @param spec its name and shape, known before its values are
 * @param parameter the DJL parameter
 */
record Weight(WeightSpec spec, Parameter parameter) {

  Shape shape() {
    return new Shape(spec.shape().stream().mapToLong(Integer::longValue).toArray());
  }

  NDArray array() {
    return parameter.getArray();
  }

  NDArray in(ParameterStore store, NDArray input, boolean training) {
    return store.getValue(parameter, input.getDevice(), training);
  }
}
