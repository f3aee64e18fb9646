package io.github.vitlora.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.TransformSpec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimmCheckpointTest {

  /** As timm computes it: {@code math.floor(crop / crop_pct)}. */
  @ParameterizedTest
  @CsvSource({"256, 224", "248, 224", "224, 224", "235, 224", "32, 28", "439, 384"})
  void timmResizesToTheSameSide(int resize, int crop) {
    double share =
        TimmCheckpoint.cropShare(
            new TransformSpec(resize, crop, List.of(0.5f, 0.5f, 0.5f), List.of(1f, 1f, 1f)));

    assertThat(Math.floor(crop / share)).isEqualTo(resize);
    assertThat(share).isBetween(0.0, 1.0);
  }
}
