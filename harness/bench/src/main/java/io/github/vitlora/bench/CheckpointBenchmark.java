package io.github.vitlora.bench;

import io.github.vitlora.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Measures writing the weights of a trial. */
@Warmup(iterations = 3)
@Measurement(iterations = 10)
public class CheckpointBenchmark extends StepBenchmark {

  /** The regime says which weights are written. */
  @Param({"full", "lora-r8"})
  public String regime;

  private Path file;

  /** Is called by JMH. */
  public CheckpointBenchmark() {}

  /** Sets a network up. */
  @Setup
  public void setUp() throws IOException {
    prepare(regime, Kernels.FLOAT32.compiled());
    file = Files.createTempFile("vitlora-bench", ".safetensors");
  }

  /** Deletes the file. */
  @TearDown
  public void deleteFile() throws IOException {
    Files.delete(file);
  }

  /** Writes and forces to disk. */
  @Benchmark
  public long write() throws IOException {
    return save(file);
  }
}
