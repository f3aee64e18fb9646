package io.github.vitlora.report.allure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllureCasesTest {

  @TempDir Path folder;

  private String read(String log) throws IOException {
    Path file = Files.writeString(folder.resolve("trial.log"), log);
    return new String(AllureCases.tail(file), StandardCharsets.UTF_8);
  }

  @Test
  void aShortLogIsWhole() throws IOException {
    assertThat(read("")).isEmpty();
    assertThat(read("epoch 1\nepoch 2")).isEqualTo("epoch 1\nepoch 2");
    assertThat(read("x".repeat(AllureCases.MOST_LOG_BYTES))).hasSize(AllureCases.MOST_LOG_BYTES);
  }

  @Test
  void ofALongLogTheLastLinesAreKeptAndTheFirstOneSaysSo() throws IOException {
    String line = "größer ".repeat(10) + "\n";
    List<String> tail = read(line.repeat(40_000) + "the end").lines().toList();

    assertThat(tail.get(0)).matches("\\[The first \\d\\.\\d MiB of this log are left out\\.]");
    assertThat(tail.get(1) + "\n").isEqualTo(line);
    assertThat(tail.get(tail.size() - 1)).isEqualTo("the end");
    assertThat(tail.size()).as("a line is 91 bytes").isBetween(11_500, 11_530);
  }
}
