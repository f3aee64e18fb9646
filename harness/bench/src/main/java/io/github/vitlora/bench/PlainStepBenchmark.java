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

/** Measures the step of {@link TrainingStepBenchmark} by DJL's operators and autograd. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(2)
public class PlainStepBenchmark {

  /** The regime says what is trained. */
  @Param({"full", "lora-r8"})
  public String regime;

  /** The products have this number format. */
  @Param("float32")
  public String precision;

  /** A step is over so many images. */
  @Param("32")
  public int batch;

  private StepSubject subject;

  /** Is called by JMH. */
  public PlainStepBenchmark() {}

  /** Sets a network up. */
  @Setup
  public void setUp() {
    subject = new StepSubject(regime);
  }

  /** Frees the network. */
  @TearDown
  public void tearDown() {
    subject.close();
  }

  /** Takes the whole step. */
  @Benchmark
  public LossAndAccuracy step(Workload work) {
    work.images = batch;
    work.gigaflop = batch * subject.work().total() / 1e9;
    return subject.step(batch);
  }
}
