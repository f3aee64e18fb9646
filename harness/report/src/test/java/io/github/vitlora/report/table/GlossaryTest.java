package io.github.vitlora.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.report.table.Table.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation calls figures what reports call them. */
class GlossaryTest {
  private static final Path GLOSSARY = Path.of("../../docs/glossary.md");

  @ParameterizedTest
  @EnumSource(Metric.class)
  void everyMetricIsThere(Metric metric) throws IOException {
    assertThat(Files.readAllLines(GLOSSARY))
        .contains(
            line(
                metric.heading(),
                "`" + metric.key() + "`",
                metric.explanation(),
                metric.format().unit(),
                metric.higherIsBetter()));
  }

  @Test
  void whatIsDerivedFromThemIsThereToo() throws IOException {
    for (Column column :
        List.of(
            RegimeTable.SEEDS,
            RegimeTable.DIFFERENCE,
            RegimeTable.SHARE,
            RegimeTable.SECONDS_TO_FULL,
            RegimeTable.LEARNING_RATE,
            RegimeTable.SEARCH)) {
      assertThat(Files.readAllLines(GLOSSARY))
          .anyMatch(
              line ->
                  line.startsWith("| " + column.heading() + " |")
                      && line.contains(" | " + column.explanation() + " | "));
    }
  }

  /** Tables of results in the guides have the columns of a report, in its order. */
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/choosing-a-rank.md"})
  void guidesHaveTheHeadingsOfReports(String guide) throws IOException {
    List<String> headings = Metric.in(Metric.Place.TABLE).stream().map(Metric::heading).toList();
    List<String> tables =
        Files.readAllLines(Path.of("../..", guide)).stream()
            .filter(line -> line.startsWith("| Regime | Test accuracy |"))
            .toList();

    assertThat(tables).isNotEmpty();
    for (String table : tables) {
      List<String> columns = List.of(table.substring("| Regime | ".length()).split(" ?\\| ?"));
      assertThat(headings).containsSubsequence(columns);
    }
  }

  private static String line(
      String heading, String key, String meaning, String unit, boolean higherIsBetter) {
    return "| %s | %s | %s | %s | %s |"
        .formatted(heading, key, meaning, unit, higherIsBetter ? "higher" : "lower");
  }
}
