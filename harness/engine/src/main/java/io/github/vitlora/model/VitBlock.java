package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** A block has one input and one output, and weights with timm's names. */
abstract class VitBlock extends AbstractBlock {

  /** Maps an input to an output; the output's owner is the input's manager. */
  abstract NDArray apply(ParameterStore parameters, NDArray input, boolean training);

  @Override
  protected final NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      PairList<String, Object> ignored) {
    return new NDList(apply(parameters, inputs.singletonOrThrow(), training));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0]};
  }

  /** Returns whether all weights have values: their shapes follow from the architecture. */
  @Override
  public final boolean isInitialized() {
    return getParameters().values().stream().allMatch(Parameter::isInitialized);
  }

  /** Makes a weight one of this block's. */
  final Weight weight(Weights weights, String layer, String part) {
    Weight own = weights.of(layer, part);
    addParameter(own.parameter());
    return own;
  }
}
