package io.github.vitlora.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibtorchBuildTest {
  private static final int LARGE = 20_000_001;

  @TempDir Path folder;
  private String before;

  @BeforeEach
  void prepare() throws IOException {
    library("libc10.so", 1000, 1);
    library("libtorch_cpu.so", LARGE, 2);
    before = LibtorchBuild.of(folder);
  }

  @Test
  void aLibraryOfAnotherBuildCounts() throws IOException {
    library("libc10.so", 1000, 3);
    String small = LibtorchBuild.of(folder);
    library("libtorch_cpu.so", LARGE, 4);

    assertThat(small).isNotEqualTo(before);
    assertThat(LibtorchBuild.of(folder)).isNotEqualTo(small);
  }

  @Test
  void sizeLastByteAndNameOfALargeLibraryCount() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("libtorch_cpu.so"));
    Files.write(folder.resolve("libtorch_cpu.so"), Arrays.copyOf(bytes, LARGE - 1));
    assertThat(LibtorchBuild.of(folder)).as("size").isNotEqualTo(before);

    bytes[LARGE - 1]++;
    Files.write(folder.resolve("libtorch_cpu.so"), bytes);
    assertThat(LibtorchBuild.of(folder)).as("last byte").isNotEqualTo(before);

    bytes[LARGE - 1]--;
    Files.write(folder.resolve("libtorch_cpu.so"), bytes);
    assertThat(LibtorchBuild.of(folder)).isEqualTo(before);

    Files.move(folder.resolve("libtorch_cpu.so"), folder.resolve("libtorch_cuda.so.12"));
    assertThat(LibtorchBuild.of(folder)).as("name").isNotEqualTo(before);
  }

  @Test
  void otherFilesAndTheLibraryThatDjlPutsThereDoNotCount() throws IOException {
    Files.writeString(folder.resolve("build-hash"), "e2d141dbde55c2a4370fac5165b0561b6af4798b");
    library("0.36.0-libdjl_torch.so", 500, 5);

    assertThat(LibtorchBuild.of(folder)).isEqualTo(before);
  }

  private void library(String name, int size, int content) throws IOException {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) content);
    Files.write(folder.resolve(name), bytes);
  }
}
