package io.github.vitlora.plugin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;

class LogTransfersTest {
  private final List<String> lines = new ArrayList<>();
  private final LogTransfers transfers =
      new LogTransfers(
          new SystemStreamLog() {
            @Override
            public void info(CharSequence line) {
              lines.add(line.toString());
            }
          });

  @Test
  void aLineForTheSizeAndForEachTenth() {
    for (long bytes = 100_000; bytes <= 20_000_000; bytes += 100_000) {
      transfers.transferred("hf:o/r/f", bytes, OptionalLong.of(20_000_000));
    }
    assertThat(lines).hasSize(11).startsWith("Fetching hf:o/r/f, 20.0 MB");
    assertThat(lines.get(1)).isEqualTo("hf:o/r/f: 2.0 MB of 20.0 MB, 10 %");
    assertThat(lines.get(10)).isEqualTo("hf:o/r/f: 20.0 MB of 20.0 MB, 100 %");
  }

  @Test
  void whatHasNoKnownEndIsToldInSteps() {
    transfers.transferred("https://h/f", 1, OptionalLong.empty());
    transfers.transferred("https://h/f", 49_000_000, OptionalLong.empty());
    transfers.transferred("https://h/f", 50_000_000, OptionalLong.empty());
    assertThat(lines).containsExactly("Fetching https://h/f", "https://h/f: 50.0 MB");
  }
}
