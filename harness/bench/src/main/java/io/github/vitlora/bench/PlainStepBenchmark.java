package io.github.vitlora.bench;

import io.github.vitlora.learner.LossAndAccuracy;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the step of {@link TrainingStepBenchmark} by DJL's operators and autograd. */
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class PlainStepBenchmark extends StepBenchmark {

  /** The regime says what is trained. */
  @Param({"full", "lora-r8"})
  public String regime;

  /** The products have this number format. */
  @Param("float32")
  public String precision;

  /** A step is over so many images. */
  @Param("32")
  public int batch;

  /** Is called by JMH. */
  public PlainStepBenchmark() {}

  /** Sets a network up. */
  @Setup
  public void setUp() {
    prepare(regime, Optional.empty());
  }

  /** Takes the whole step. */
  @Benchmark
  public LossAndAccuracy step(Workload work) {
    work.images = batch;
    work.gigaflop = batch * work().total() / 1e9;
    return train(batch);
  }
}
