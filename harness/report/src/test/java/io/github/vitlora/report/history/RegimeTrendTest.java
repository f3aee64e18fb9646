package io.github.vitlora.report.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegimeTrendTest {
  @TempDir Path history;

  private RegimeTrend read(String json) throws IOException {
    Files.writeString(history.resolve(RegimeTrend.FILE), json);
    return RegimeTrend.read(history);
  }

  @Test
  void whatIsMissingInAFileCostsNoneOfTheRest() throws IOException {
    RegimeTrend trend =
        read(
            """
            [{"order": 2, "name": "second", "regimes": [null, {"slug": "full"}]},
             null,
             {"order": 1, "name": "first", "regimes": null}]
            """);

    assertThat(trend.builds())
        .extracting(RegimeTrend.Point::name)
        .containsExactly("second", "first");
    assertThat(trend.builds().get(0).regimes())
        .extracting(RegimeTrend.RegimePoint::slug)
        .containsExactly("full");
    assertThat(trend.builds().get(1).regimes()).isEmpty();
  }

  @Test
  void figuresAndWhatALaterVersionWroteOfARegimeAreKept() throws IOException {
    RegimeTrend trend =
        read(
            """
            [{"order": 1, "name": "first",
              "regimes": [{"slug": "full", "testAccuracy": 0.5, "colour": "blue"}]}]
            """);
    trend.write(history);

    assertThat(RegimeTrend.read(history)).isEqualTo(trend);
    assertThat(trend.builds().get(0).regimes().get(0).means())
        .containsEntry("testAccuracy", 0.5)
        .containsEntry("colour", "blue");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "[null]", "", "{", "{}"})
  void aFileThatSaysNothingIsAHistoryWithoutBuilds(String json) throws IOException {
    assertThat(read(json).builds()).isEmpty();
  }

  @Test
  void noFileIsAHistoryWithoutBuilds() {
    assertThat(RegimeTrend.read(history).builds()).isEmpty();
  }
}
