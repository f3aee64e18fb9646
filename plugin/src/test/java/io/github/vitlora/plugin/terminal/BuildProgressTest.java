package io.github.vitlora.plugin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildProgressTest {

  @Test
  void aBarMovesOnATerminalOnly() {
    assertThat(BuildProgress.isWatched(true, Map.of("TERM", "xterm"))).isTrue();
    assertThat(BuildProgress.isWatched(true, Map.of())).isTrue();
    assertThat(BuildProgress.isWatched(false, Map.of("TERM", "xterm"))).isFalse();
  }

  @Test
  void buildServersAndTerminalsWithoutACursorGetLines() {
    assertThat(BuildProgress.isWatched(true, Map.of("CI", "true"))).isFalse();
    assertThat(BuildProgress.isWatched(true, Map.of("TERM", "dumb"))).isFalse();
  }
}
