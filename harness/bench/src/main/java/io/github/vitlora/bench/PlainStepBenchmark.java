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

/** The step of {@link TrainingStepBenchmark} by DJL's operators and autograd, the kernels' twin. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(2)
public class PlainStepBenchmark {

  /** What is trained. */
  @Param({"full", "lora-r8"})
  public String regime;

  /** Number format of the products. */
  @Param("float32")
  public String precision;

  /** Images a step. */
  @Param("32")
  public int batch;

  private StepSubject subject;

  /** Made by JMH. */
  public PlainStepBenchmark() {}

  /** Sets a network up. */
  @Setup
  public void setUp() {
    subject = new StepSubject(regime);
  }

  /** Frees it. */
  @TearDown
  public void tearDown() {
    subject.close();
  }

  /** The whole step. */
  @Benchmark
  public LossAndAccuracy step(Workload work) {
    work.images = batch;
    work.gigaflop = batch * subject.work().total() / 1e9;
    return subject.step(batch);
  }
}
