package io.github.vitlora.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.kernel.Script;
import java.util.List;
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

/** Measures the machine's fastest matrix product, which a step's share refers to. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 40)
@Fork(2)
public class MatrixProductBenchmark {

  private static final int ROWS = 6304;
  private static final int WIDTH = 768;

  /** The factors have this number format. */
  @Param({"float32", "bfloat16"})
  public String precision;

  private NDManager manager;
  private Script script;
  private NDArray input;
  private List<NDArray> weights;

  /** Is called by JMH. */
  public MatrixProductBenchmark() {}

  /** Makes the factors. */
  @Setup
  public void setUp() {
    manager = NDManager.newBaseManager();
    script = Parameters.kernels(precision).compiled().orElseThrow();
    weights =
        script.arrays(
            manager,
            "plain",
            manager.randomNormal(new Shape(WIDTH, WIDTH)),
            manager.zeros(new Shape(WIDTH)));
    input = script.array(manager, "low", manager.randomNormal(new Shape(ROWS, WIDTH)));
  }

  /** Frees the factors. */
  @TearDown
  public void tearDown() {
    manager.close();
  }

  /** Computes a dense layer, {@code (6304, 768)} by {@code (768, 768)}. */
  @Benchmark
  public void product(Workload work) {
    work.gigaflop = 2.0 * ROWS * WIDTH * WIDTH / 1e9;
    script.array(manager, "dense", input, weights.get(0), weights.get(1)).close();
  }
}
