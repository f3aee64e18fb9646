package io.github.vitlora.plugin.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerClassPathTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-aarch64",
    "Mac OS X, aarch64, osx-aarch64",
    "Windows 11, amd64, win-x86_64"
  })
  void eachPlatformHasItsLibtorch(String os, String arch, String classifier)
      throws MojoExecutionException {
    assertThat(WorkerClassPath.classifier(os, arch)).isEqualTo(classifier);
  }

  @Test
  void otherPlatformsAreToldWhichThereAre() {
    assertThatThrownBy(() -> WorkerClassPath.classifier("FreeBSD", "amd64"))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage(
            "libtorch is not published for FreeBSD on amd64; trials can run on linux-aarch64,"
                + " linux-x86_64, osx-aarch64, win-x86_64");
  }

  @Test
  void aSystemWithMuslAloneIsRefusedBeforeAnythingIsFetched(@TempDir Path root) throws Exception {
    WorkerClassPath.requireGlibc(root);
    Files.createDirectories(root.resolve("lib"));
    Files.createFile(root.resolve("lib/ld-musl-x86_64.so.1"));

    assertThatThrownBy(() -> WorkerClassPath.requireGlibc(root))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("musl")
        .hasMessageContaining("take an image with glibc");

    Files.createDirectories(root.resolve("lib64"));
    Files.createFile(root.resolve("lib64/ld-linux-x86-64.so.2"));
    WorkerClassPath.requireGlibc(root);
  }
}
