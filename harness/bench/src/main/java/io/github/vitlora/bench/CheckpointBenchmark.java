package io.github.vitlora.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Measures writing the weights of a trial. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 10)
@Fork(2)
public class CheckpointBenchmark {

  /** The regime says which weights are written. */
  @Param({"full", "lora-r8"})
  public String regime;

  private StepSubject subject;
  private Path file;

  /** Is called by JMH. */
  public CheckpointBenchmark() {}

  /** Sets a network up. */
  @Setup
  public void setUp() throws IOException {
    subject = new StepSubject(regime, "float32");
    file = Files.createTempFile("vitlora-bench", ".safetensors");
  }

  /** Frees the network. */
  @TearDown
  public void tearDown() throws IOException {
    subject.close();
    Files.delete(file);
  }

  /** Writes and forces to disk. */
  @Benchmark
  public long write() throws IOException {
    return subject.save(file);
  }
}
