package io.github.vitlora.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Measures Adam's pass over all 5.5 million weights of full fine-tuning. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 20)
@Fork(2)
public class OptimizerBenchmark {

  private StepSubject subject;

  /** Is called by JMH. */
  public OptimizerBenchmark() {}

  /** Sets a network up. */
  @Setup
  public void setUp() {
    subject = new StepSubject("full", "float32");
  }

  /** Frees the network. */
  @TearDown
  public void tearDown() {
    subject.close();
  }

  /** Updates weights and moments, and sets gradients to 0. */
  @Benchmark
  public void step() {
    subject.apply();
  }
}
