package io.github.vitlora.bench;

import io.github.vitlora.learner.LossAndAccuracy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** Measures classifying a micro-batch of 32 images. */
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class EvaluationStepBenchmark extends StepBenchmark {

  /** The regime says which network classifies. */
  @Param({"full", "lora-r8"})
  public String regime;

  /** The products have this number format. */
  @Param({"float32", "bfloat16"})
  public String precision;

  /** Is called by JMH. */
  public EvaluationStepBenchmark() {}

  /** Sets a network up. */
  @Setup
  public void setUp() {
    prepare(regime, Parameters.kernels(precision).compiled());
  }

  /** Computes the forward pass, the loss, and how many images are classified correctly. */
  @Benchmark
  public LossAndAccuracy evaluate(Workload work) {
    work.images = PIECE;
    work.gigaflop = PIECE * work().forward() / 1e9;
    return classify();
  }
}
