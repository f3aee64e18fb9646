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
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Measures one transformer block over 32 images, and its parts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 15)
@Fork(2)
public class BlockBenchmark {
  private static final Architecture TINY = Architecture.named("vit_tiny_patch16_224").orElseThrow();
  private static final int IMAGES = 32;
  private static final int TOKENS = 197;
  private static final int WIDTH = 192;
  private static final int HEADS = 3;
  private static final int INNER = 4 * WIDTH;

  /** The regime says what is trained in the block. */
  @Param({"full", "lora-r8"})
  public String regime;

  /** The products have this number format. */
  @Param({"float32", "bfloat16"})
  public String precision;

  private NDManager manager;
  private Script script;
  private Regime trained;
  private NDArray x;
  private NDArray d;
  private final List<NDArray> weights = new ArrayList<>();
  private final List<NDArray> gradients = new ArrayList<>();
  private List<NDArray> kept;
  private List<NDArray> keptByMlp;
  private NDArray scratch;
  private NDArray wholePaths;
  private NDArray low;
  private NDArray qkv;
  private NDArray wide;

  /** Is called by JMH. */
  public BlockBenchmark() {}

  /** Makes weights, inputs and what the backward pass needs. */
  @Setup
  public void setUp() {
    manager = NDManager.newBaseManager();
    x = manager.randomNormal(new Shape(IMAGES * TOKENS, WIDTH));
    d = manager.randomNormal(new Shape(IMAGES * TOKENS, WIDTH));
    script = Parameters.kernels(precision).compiled().orElseThrow();
    trained = Parameters.regime(regime);
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
    wholePaths = manager.create(new Shape(0));
    kept = script.arrays(manager, "block", x, weights, IMAGES, HEADS, scratch, wholePaths);
    keptByMlp = script.arrays(manager, "mlp", x, weights, scratch, wholePaths);
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
    Optional<Adapter> adapter = trained.adapters(spec).stream().findFirst();
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

  /** Returns a gradient, of size 0 where the layer is not trained. */
  private NDArray gradient(WeightSpec layer, long... shape) {
    return manager.zeros(trained.trains(TINY, layer) ? new Shape(shape) : new Shape(0));
  }

  /** Frees all arrays. */
  @TearDown
  public void tearDown() {
    manager.close();
  }

  /** Computes the whole block. */
  @Benchmark
  public void forward() {
    free(script.arrays(manager, "block", x, weights, IMAGES, HEADS, scratch, wholePaths));
  }

  /** Computes the whole block's gradients. */
  @Benchmark
  public void backward() {
    script.run(
        "block_back", d, x, kept, weights, gradients, IMAGES, HEADS, scratch, true, wholePaths);
  }

  /** Computes softmax of queries and keys, times values. */
  @Benchmark
  public void attentionForward() {
    free(script.arrays(manager, "attend", qkv, IMAGES, HEADS, WIDTH));
  }

  /** Computes attention's gradients. */
  @Benchmark
  public void attentionBackward() {
    List<NDArray> attended = kept.subList(7, kept.size());
    script.array(manager, "attend_back", low, attended, IMAGES, HEADS).close();
  }

  /** Computes normalisation, both dense layers and GELU. */
  @Benchmark
  public void mlpForward() {
    free(script.arrays(manager, "mlp", x, weights, scratch, wholePaths));
  }

  /** Computes the MLP's gradients. */
  @Benchmark
  public void mlpBackward() {
    script.run("mlp_back", d, x, keptByMlp, weights, gradients, scratch, true, wholePaths);
  }

  /** Computes the first dense layer of the MLP, with its adapter where it has one. */
  @Benchmark
  public void denseForward() {
    script.array(manager, "dense", low, weights.get(14), weights.get(15)).close();
  }

  /** Computes the gradients of that layer's input and weights. */
  @Benchmark
  public void denseBackward() {
    script.array(manager, "back", wide, weights.get(16)).close();
    script.run("add_gradients", gradients.subList(12, 16), wide, low, weights.subList(14, 19));
  }

  private static void free(List<NDArray> arrays) {
    arrays.forEach(NDArray::close);
  }
}
