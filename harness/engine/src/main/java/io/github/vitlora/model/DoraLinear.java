package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import io.github.vitlora.checkpoint.Weight;
import io.github.vitlora.regime.Regime;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A dense layer whose weight is taken apart into directions and magnitudes (DoRA; Liu et al. 2024,
 * arXiv:2402.09353): {@code h = m V x / |V| + b} with {@code V = W0 + s B A}, where m and the norms
 * |V| of V's rows are {@code (out)}. As the paper has it (section 4.3), no gradient goes through
 * the norms. B starts at zero and m at the norms of W0, so that training starts from the pretrained
 * function.
 */
final class DoraLinear extends VitBlock {
  private static final String MAGNITUDE = "lora_magnitude_vector";
  private static final int[] ROWS = {1};

  private final DenseLayer dense;
  private final Weight down;
  private final Weight up;
  private final Weight magnitude;
  private final NDArray scale;
  private final Dropout dropout;

  /**
   * Wraps a layer.
   *
   * @param constants owner of the layer's constants; lives as long as the layer
   * @param layer its name, by which the regime knows its rank and scale
   * @param dropout applied to the adapter's input in training
   */
  DoraLinear(
      NDManager constants, int in, int out, Regime.Lora lora, String layer, Dropout dropout) {
    dense = addChildBlock("dense", new DenseLayer(in, out));
    int rank = lora.rankOf(layer);
    down = weight("lora_A", Parameter.Type.OTHER, rank, in);
    up = weight("lora_B", Parameter.Type.OTHER, out, rank);
    magnitude = weight(MAGNITUDE, Parameter.Type.OTHER, out);
    scale = constants.full(new Shape(1), (float) lora.scaleOf(layer));
    this.dropout = dropout;
  }

  @Override
  NDArray apply(ParameterStore store, NDArray x, boolean training) {
    NDArray frozen = dense.weight().in(store, x, training);
    NDArray a = down.in(store, x, training);
    NDArray b = up.in(store, x, training);
    NDArray z = training ? dropout.apply(x) : x;
    NDArray low = Linear.linear(z, a, null).singletonOrThrow();
    NDArray directed =
        Linear.linear(x, frozen, null)
            .singletonOrThrow()
            .add(Linear.linear(low.mul(scale), b, null).singletonOrThrow());
    NDArray stretch = magnitude.in(store, x, training).div(norms(frozen, a, b, x.getManager()));
    stretch.attach(x.getManager());
    return directed.mul(stretch).add(dense.bias().in(store, x, training));
  }

  /** |V|, {@code (out)}: a constant to whoever computes gradients. */
  private NDArray norms(NDArray frozen, NDArray a, NDArray b, NDManager scope) {
    // Operators give their result to the first operand's manager, which is the model's here.
    NDArray product = constant(b, scope).matMul(constant(a, scope));
    NDArray v = product.mul(scale).add(constant(frozen, scope));
    return v.square().sum(ROWS).sqrt();
  }

  private static NDArray constant(NDArray weight, NDManager scope) {
    NDArray constant = weight.stopGradient();
    constant.attach(scope);
    return constant;
  }

  /** Sets every magnitude to the norms of its layer's own weight. */
  static void initialise(Map<String, Weight> weights) {
    weights.forEach(
        (name, magnitude) -> {
          if (name.endsWith("." + MAGNITUDE)) {
            String layer = name.substring(0, name.length() - MAGNITUDE.length());
            NDArray frozen = weights.get(layer + "weight").parameter().getArray();
            try (NDArray squares = frozen.square();
                NDArray sums = squares.sum(ROWS);
                NDArray norms = sums.sqrt()) {
              norms.copyTo(magnitude.parameter().getArray());
            }
          }
        });
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
    into.accept(prefix + MAGNITUDE, magnitude);
  }
}
