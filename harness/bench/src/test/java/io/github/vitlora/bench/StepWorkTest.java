package io.github.vitlora.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.regime.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepWorkTest {
  private static final Architecture TINY = Architecture.named("vit_tiny_patch16_224").orElseThrow();

  /** The figures that docs/performance.md gives for an image. */
  @ParameterizedTest
  @CsvSource({"full, 7.5e9", "lora-r8, 5.7e9"})
  void anImageTakesSoManyOperations(String regime, double operations) {
    assertThat(StepWork.of(TINY, Parameters.regime(regime)).total())
        .isCloseTo(operations, within(0.05e9));
  }

  @Test
  void fullFineTuningGoesBackAtTwiceTheWayForward() {
    StepWork full = StepWork.of(TINY, Parameters.regime("full"));

    assertThat(full.backward()).isEqualTo(2 * full.forward());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ful", "lora", "lora-r0", "lora-r8x", "linear-probe"})
  void otherRegimesAreRefusedByName(String slug) {
    assertThatThrownBy(() -> Parameters.regime(slug))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + slug + "'");
  }
}
