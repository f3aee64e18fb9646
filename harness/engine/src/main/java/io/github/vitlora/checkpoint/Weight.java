package io.github.vitlora.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/**
 * A parameter together with the shape that the architecture gives it, known before its values are.
 *
 * @param parameter the DJL parameter
 * @param shape its shape
 */
public record Weight(Parameter parameter, Shape shape) {

  public NDArray in(ParameterStore store, NDArray input, boolean training) {
    return store.getValue(parameter, input.getDevice(), training);
  }
}
