package io.github.vitlora.bench;

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

/** One transformer block over 32 images, and its parts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 15)
@Fork(2)
public class BlockBenchmark {

  /** What is trained in it. */
  @Param({"full", "lora-r8"})
  public String regime;

  /** Number format of the products. */
  @Param({"float32", "bfloat16"})
  public String precision;

  private BlockSubject subject;

  /** Made by JMH. */
  public BlockBenchmark() {}

  /** Makes weights, inputs and what the way back needs. */
  @Setup
  public void setUp() {
    subject = new BlockSubject(regime, precision);
  }

  /** Frees them. */
  @TearDown
  public void tearDown() {
    subject.close();
  }

  /** The whole block. */
  @Benchmark
  public void forward() {
    subject.forward();
  }

  /** The whole block's way back. */
  @Benchmark
  public void backward() {
    subject.backward();
  }

  /** Softmax of queries and keys, times values. */
  @Benchmark
  public void attentionForward() {
    subject.attend();
  }

  /** Attention's way back. */
  @Benchmark
  public void attentionBackward() {
    subject.attendBack();
  }

  /** Normalisation, both dense layers and GELU. */
  @Benchmark
  public void mlpForward() {
    subject.mlp();
  }

  /** The MLP's way back. */
  @Benchmark
  public void mlpBackward() {
    subject.mlpBack();
  }

  /** The first dense layer of the MLP, with its adapter where it has one. */
  @Benchmark
  public void denseForward() {
    subject.dense();
  }

  /** Input's and weights' gradients of that layer. */
  @Benchmark
  public void denseBackward() {
    subject.denseBack();
  }
}
