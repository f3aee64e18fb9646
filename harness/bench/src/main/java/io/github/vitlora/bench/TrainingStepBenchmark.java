package io.github.vitlora.bench;

import io.github.vitlora.learner.LossAndAccuracy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** Measures one optimizer step over a batch in micro-batches of 32. */
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class TrainingStepBenchmark extends StepBenchmark {

  /** The regime says what is trained. */
  @Param({"full", "lora-r1", "lora-r8", "lora-r32"})
  public String regime;

  /** The products have this number format. */
  @Param({"float32", "bfloat16"})
  public String precision;

  /** A step is over so many images. */
  @Param({"32", "128"})
  public int batch;

  /** Is called by JMH. */
  public TrainingStepBenchmark() {}

  /** Sets a network up. */
  @Setup
  public void setUp() {
    prepare(regime, Parameters.kernels(precision).compiled());
  }

  /** Takes the whole step. */
  @Benchmark
  public LossAndAccuracy step(Workload work) {
    work.images = batch;
    work.gigaflop = batch * work().total() / 1e9;
    return train(batch);
  }
}
