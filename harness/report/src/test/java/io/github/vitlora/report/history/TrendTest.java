package io.github.vitlora.report.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrendTest {
  @TempDir Path history;

  private Trend read(String json) throws IOException {
    Files.writeString(history.resolve(Trend.FILE), json);
    return Trend.read(history);
  }

  @Test
  void whatIsMissingInAFileCostsNoneOfTheRest() throws IOException {
    Trend trend =
        read(
            """
            [{"order": 2, "name": "second", "regimes": [null, {"slug": "full"}]},
             null,
             {"order": 1, "name": "first", "regimes": null}]
            """);

    assertThat(trend.builds()).extracting(Trend.Point::name).containsExactly("second", "first");
    assertThat(trend.builds().get(0).regimes())
        .extracting(Trend.RegimePoint::slug)
        .containsExactly("full");
    assertThat(trend.builds().get(1).regimes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "[null]", "", "{", "{}"})
  void aFileThatSaysNothingIsAHistoryWithoutBuilds(String json) throws IOException {
    assertThat(read(json).builds()).isEmpty();
  }

  @Test
  void noFileIsAHistoryWithoutBuilds() {
    assertThat(Trend.read(history).builds()).isEmpty();
  }
}
