package io.github.vitlora.report.allure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.report.history.RegimeTrend;
import io.github.vitlora.report.page.ComparePage;
import io.github.vitlora.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparePluginTest {

  private static final long LIMIT = 600_000;

  @TempDir Path folder;

  @Test
  void thePageAddsLittleToTheReport() throws IOException {
    Experiment experiment =
        Samples.experiment(List.of(1L, 2L, 3L), List.of(1, 2, 4, 8, 16, 32, 64), List.of());
    ComparePage page =
        ComparePage.of(
            experiment,
            Comparison.results(
                experiment, Optional.of(Samples.ENVIRONMENT), Samples.allCompleted(experiment)),
            new RegimeTrend(List.of()));

    long bytes = page.json().length;
    for (Path file : ComparePlugin.unpack(page, folder).getPluginFiles().values()) {
      bytes += Files.size(file);
    }

    assertThat(bytes * 4 / 3).as("as Base64 inside the page").isBetween(200_000L, LIMIT);
  }

  @Test
  void theLibraryComesFirstAndNamesNoOtherFile() throws IOException {
    Experiment experiment = Samples.experiment(List.of(1L), List.of(), List.of());
    ComparePage page =
        ComparePage.of(
            experiment,
            Comparison.results(experiment, Optional.empty(), List.of()),
            new RegimeTrend(List.of()));
    ComparePlugin plugin = ComparePlugin.unpack(page, folder);

    assertThat(plugin.getConfig().getJsFiles()).startsWith("chart.js").endsWith("tab.js");
    assertThat(plugin.getPluginFiles().get("chart.js"))
        .content()
        .contains("Released under the MIT License")
        .doesNotContain("sourceMappingURL");
  }
}
