package io.github.vitlora.bench;

import io.github.vitlora.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** Measures Adam's pass over all 5.5 million weights of full fine-tuning. */
@Warmup(iterations = 5)
@Measurement(iterations = 20)
public class OptimizerBenchmark extends StepBenchmark {

  /** Is called by JMH. */
  public OptimizerBenchmark() {}

  /** Sets a network up. */
  @Setup
  public void setUp() {
    prepare("full", Kernels.FLOAT32.compiled());
  }

  /** Updates weights and moments, and sets gradients to 0. */
  @Benchmark
  public void step() {
    update();
  }
}
