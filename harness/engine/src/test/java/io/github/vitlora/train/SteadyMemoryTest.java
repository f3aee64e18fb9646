package io.github.vitlora.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each step allocates outside of Java's heap is given back. */
@Tag("slow")
class SteadyMemoryTest {

  @ParameterizedTest
  @ValueSource(strings = {"kernels", "plain"})
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads resident memory from /proc")
  void aThousandStepsTakeNoMoreMemoryThanAHundred(String means) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // A heap that is all there from the start, so that only native memory can grow.
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                // The optimizing compiler's own memory grows for the first thousand steps.
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.pytorch.num_threads=1",
                "-Dai.djl.offline=true",
                "-classpath",
                System.getProperty("java.class.path"),
                SteadySteps.class.getName(),
                means)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();

    List<Long> resident =
        output
            .lines()
            .filter(line -> line.startsWith("resident "))
            .map(line -> Long.parseLong(line.substring("resident ".length())))
            .toList();
    assertThat(resident).hasSize(2);
    assertThat((double) resident.get(1) / resident.get(0))
        .as("resident kilobytes after 100 and 1,000 steps: %s", resident)
        .isLessThan(1.03);
  }
}
