package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import io.github.vitlora.checkpoint.Weight;
import io.github.vitlora.regime.Regime;
import java.util.function.BiConsumer;

/**
 * A dense layer with a low-rank adapter beside it (Hu et al. 2021, arXiv:2106.09685): {@code h = W0
 * x + b + s B A x}, where W0 {@code (out, in)} and b stay frozen unless a regime trains them too, A
 * is {@code (r, in)} and B is {@code (out, r)}. B starts at zero, so that training starts from the
 * pretrained function.
 */
final class LoraLinear extends VitBlock {
  private final DenseLayer dense;
  private final Weight down;
  private final Weight up;
  private final NDArray scale;
  private final Dropout dropout;

  /**
   * Wraps a layer.
   *
   * @param constants owner of the layer's constants; lives as long as the layer
   * @param layer its name, by which the regime knows its rank and scale
   * @param dropout applied to the adapter's input in training
   */
  LoraLinear(
      NDManager constants, int in, int out, Regime.Lora lora, String layer, Dropout dropout) {
    dense = addChildBlock("dense", new DenseLayer(in, out));
    int rank = lora.rankOf(layer);
    down = weight("lora_A", Parameter.Type.OTHER, rank, in);
    up = weight("lora_B", Parameter.Type.OTHER, out, rank);
    scale = constants.full(new Shape(1), (float) lora.scaleOf(layer));
    this.dropout = dropout;
  }

  @Override
  NDArray apply(ParameterStore store, NDArray x, boolean training) {
    NDArray base = dense.apply(store, x, training);
    NDArray z = training ? dropout.apply(x) : x;
    NDArray low = Linear.linear(z, down.in(store, x, training), null).singletonOrThrow();
    NDArray adapted =
        Linear.linear(low.mul(scale), up.in(store, x, training), null).singletonOrThrow();
    return base.add(adapted);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return dense.getOutputShapes(inputShapes);
  }

  @Override
  void collect(String prefix, BiConsumer<String, Weight> into) {
    dense.collect(prefix, into);
    into.accept(prefix + "lora_A.weight", down);
    into.accept(prefix + "lora_B.weight", up);
  }
}
