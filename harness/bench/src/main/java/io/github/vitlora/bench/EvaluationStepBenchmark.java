package io.github.vitlora.bench;

import io.github.vitlora.learner.LossAndAccuracy;
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

/** Measures classifying a micro-batch of 32 images. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(2)
public class EvaluationStepBenchmark {

  /** The regime says which network classifies. */
  @Param({"full", "lora-r8"})
  public String regime;

  /** The products have this number format. */
  @Param({"float32", "bfloat16"})
  public String precision;

  private StepSubject subject;

  /** Is called by JMH. */
  public EvaluationStepBenchmark() {}

  /** Sets a network up. */
  @Setup
  public void setUp() {
    subject = new StepSubject(regime, precision);
  }

  /** Frees the network. */
  @TearDown
  public void tearDown() {
    subject.close();
  }

  /** Computes the forward pass, the loss, and how many images are classified correctly. */
  @Benchmark
  public LossAndAccuracy evaluate(Workload work) {
    work.images = StepSubject.PIECE;
    work.gigaflop = StepSubject.PIECE * subject.work().forward() / 1e9;
    return subject.evaluate();
  }
}
