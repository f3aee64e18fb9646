package io.github.vitlora.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.testing.FullDisk;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsWriterTest {
  @TempDir Path folder;

  private static SafetensorsWriter ramp(TensorType type, int elements) {
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = i % 128;
    }
    return new SafetensorsWriter(type)
        .tensor("small", new long[] {2}, () -> FloatBuffer.wrap(new float[] {1, 2}))
        .tensor("large", new long[] {elements}, () -> FloatBuffer.wrap(values));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16"})
  void tensorsLargerThanWhatIsWrittenAtOnceComeBackWhole(TensorType type) throws IOException {
    int elements = 700_001;
    Path file = folder.resolve("weights.safetensors");

    long size = ramp(type, elements).write(file);

    assertThat(file).hasSize(size);
    try (SafetensorsFile written = SafetensorsFile.open(file)) {
      FloatBuffer values = written.floats("large");
      assertThat(values.remaining()).isEqualTo(elements);
      for (int i = 0; i < elements; i++) {
        if (values.get(i) != i % 128) {
          throw new AssertionError("value " + i + " is " + values.get(i));
        }
      }
    }
  }

  @Test
  void aFullDiskIsSaidAndLeavesTheOlderFile() throws IOException {
    try (FullDisk disk = FullDisk.of(40_000)) {
      Path file = disk.folder().resolve("weights.safetensors");
      ramp(TensorType.F32, 1_000).write(file);
      byte[] before = Files.readAllBytes(file);

      assertThatThrownBy(() -> ramp(TensorType.F32, 20_000).write(file))
          .isInstanceOf(UnwritableException.class)
          .hasMessageContainingAll(file.toString(), "the disk is full", "free some space");

      assertThat(disk.files()).containsExactly(file);
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
  }
}
