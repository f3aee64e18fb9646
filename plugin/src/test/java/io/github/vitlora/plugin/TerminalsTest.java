package io.github.vitlora.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalsTest {

  @Test
  void aBarMovesOnATerminalOnly() {
    assertThat(Terminals.watched(true, Map.of("TERM", "xterm"))).isTrue();
    assertThat(Terminals.watched(true, Map.of())).isTrue();
    assertThat(Terminals.watched(false, Map.of("TERM", "xterm"))).isFalse();
  }

  @Test
  void buildServersAndTerminalsWithoutACursorGetLines() {
    assertThat(Terminals.watched(true, Map.of("CI", "true"))).isFalse();
    assertThat(Terminals.watched(true, Map.of("TERM", "dumb"))).isFalse();
  }
}
