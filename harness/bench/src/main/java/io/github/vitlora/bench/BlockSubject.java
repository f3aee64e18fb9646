package io.github.vitlora.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.regime.Adapter;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.WeightSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The weights, gradients and inputs of one block of ViT-Tiny, as kernels take them. */
final class BlockSubject implements AutoCloseable {
  private static final Architecture TINY = Architecture.named("vit_tiny_patch16_224").orElseThrow();
  private static final int IMAGES = 32;
  private static final int TOKENS = 197;
  private static final int WIDTH = 192;
  private static final int HEADS = 3;
  private static final int INNER = 4 * WIDTH;

  private final NDManager manager = NDManager.newBaseManager();
  private final Script script;
  private final Regime regime;
  private final NDArray x = manager.randomNormal(new Shape(IMAGES * TOKENS, WIDTH));
  private final NDArray d = manager.randomNormal(new Shape(IMAGES * TOKENS, WIDTH));
  private final List<NDArray> weights = new ArrayList<>();
  private final List<NDArray> gradients = new ArrayList<>();
  private final List<NDArray> kept;
  private final List<NDArray> keptByMlp;
  private final NDArray scratch;
  private final NDArray low;
  private final NDArray qkv;
  private final NDArray wide;

  BlockSubject(String slug, String precision) {
    script = BenchKernels.of(precision).compiled().orElseThrow();
    regime = BenchRegimes.of(slug);
    for (WeightSpec weight : TINY.weights(1)) {
      if (weight.block().equals(OptionalInt.of(0)) && !weight.isBias()) {
        if (weight.role() == WeightSpec.Role.NORM) {
          norm(weight);
        } else {
          dense(weight);
        }
      }
    }
    scratch = script.array(manager, "scratch", IMAGES * TOKENS, INNER);
    kept = script.arrays(manager, "block", x, weights, IMAGES, HEADS, scratch);
    keptByMlp = script.arrays(manager, "mlp", x, weights, scratch);
    low = script.array(manager, "low", x);
    qkv = script.array(manager, "dense", low, weights.get(2), weights.get(3));
    wide = script.array(manager, "low", manager.randomNormal(new Shape(IMAGES * TOKENS, INNER)));
  }

  private void norm(WeightSpec weight) {
    weights.add(manager.ones(new Shape(WIDTH)));
    weights.add(manager.zeros(new Shape(WIDTH)));
    gradients.add(gradient(weight, WIDTH));
    gradients.add(gradient(weight, WIDTH));
  }

  private void dense(WeightSpec spec) {
    int in = spec.in();
    int out = spec.out();
    NDArray weight = manager.randomNormal(0, 0.05f, new Shape(out, in), x.getDataType());
    NDArray bias = manager.zeros(new Shape(out));
    gradients.add(gradient(spec, out, in));
    gradients.add(gradient(spec, out));
    Optional<Adapter> adapter = regime.adapter(spec);
    if (adapter.isPresent()) {
      int rank = adapter.get().rank();
      NDArray a = manager.randomNormal(new Shape(rank, in));
      NDArray b = manager.zeros(new Shape(out, rank));
      weights.addAll(script.arrays(manager, "merged", weight, bias, a, b, adapter.get().scale()));
      gradients.add(manager.zeros(a.getShape()));
      gradients.add(manager.zeros(b.getShape()));
    } else {
      weights.addAll(script.arrays(manager, "plain", weight, bias));
      gradients.add(manager.create(new Shape(0)));
      gradients.add(manager.create(new Shape(0)));
    }
  }

  /** A gradient where the layer itself is trained, bias and all. */
  private NDArray gradient(WeightSpec layer, long... shape) {
    return manager.zeros(regime.trains(TINY, layer) ? new Shape(shape) : new Shape(0));
  }

  void forward() {
    free(script.arrays(manager, "block", x, weights, IMAGES, HEADS, scratch));
  }

  void backward() {
    script.run("block_back", d, x, kept, weights, gradients, IMAGES, HEADS, scratch, true);
  }

  void attend() {
    free(script.arrays(manager, "attend", qkv, IMAGES, HEADS, WIDTH));
  }

  void attendBack() {
    List<NDArray> attended = kept.subList(7, kept.size());
    script.array(manager, "attend_back", low, attended, IMAGES, HEADS).close();
  }

  void mlp() {
    free(script.arrays(manager, "mlp", x, weights, scratch));
  }

  void mlpBack() {
    script.run("mlp_back", d, x, keptByMlp, weights, gradients, scratch, true);
  }

  void dense() {
    script.array(manager, "dense", low, weights.get(14), weights.get(15)).close();
  }

  void denseBack() {
    script.array(manager, "back", wide, weights.get(16)).close();
    script.run("add_gradients", gradients.subList(12, 16), wide, low, weights.subList(14, 19));
  }

  private static void free(List<NDArray> arrays) {
    arrays.forEach(NDArray::close);
  }

  @Override
  public void close() {
    manager.close();
  }
}
