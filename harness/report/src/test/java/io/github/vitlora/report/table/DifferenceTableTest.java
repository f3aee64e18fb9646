package io.github.vitlora.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.judge.PairedComparison;
import io.github.vitlora.report.page.PredictionSection;
import io.github.vitlora.report.text.ComparisonHtml;
import io.github.vitlora.report.text.SummaryMarkdown;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.testing.FirstVersion;
import io.github.vitlora.testing.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferenceTableTest {

  private final Experiment experiment = Samples.experiment(List.of(7L), List.of(2, 8), List.of());
  private final Map<String, List<Prediction>> predictions = new HashMap<>();

  @Test
  void oneSeedIsToldFromTheRegime() {
    predictions.put("full-seed7", Samples.predictions(500, i -> i % 10 != 0));
    predictions.put("linear-probe-seed7", Samples.predictions(500, i -> i % 4 != 0));
    predictions.put("lora-r8-seed7", Samples.predictions(500, i -> i % 10 != 1));
    ExperimentResults results = results();

    DifferenceTable differences = DifferenceTable.of(results);
    List<Table.Row> rows = differences.table().rows();

    assertThat(differences.reference()).isEqualTo("full fine-tuning");
    assertThat(rows).extracting(Table.Row::slug).containsExactly("linear-probe", "lora-r8");
    // Wrong on 125 images against 50, on 25 of them both.
    assertThat(rows.get(0).texts())
        .startsWith("linear probe", "−15.00")
        .contains("less accurate", "25", "100", "< 0.0001");
    assertThat(rows.get(1).texts())
        .startsWith("LoRA r=8", "±0.00")
        .contains("no difference shown", "50", "1.0000");
    assertThat(String.join("\n", differences.notes()))
        .contains("on the same 500 test images")
        .contains("Holm's method over these 2 comparisons")
        .contains("One seed: by McNemar's exact test")
        .contains("equality is not shown either")
        .contains("Not compared, for want of predictions", "LoRA r=2")
        .doesNotContain("bootstrap");
    assertThat(SummaryMarkdown.render(experiment, results))
        .contains("## Differences")
        .contains("| linear probe | −15.00 |")
        .contains("- One seed: by McNemar's exact test");
    assertThat(ComparisonHtml.differences(differences))
        .contains("<td>linear probe</td><td>−15.00</td>", "<li>One seed");
  }

  @Test
  void resultsOfAnEarlierVersionHaveNoDifferences(@TempDir Path temporary) throws IOException {
    ExperimentResults older = ResultStore.readExperiment(FirstVersion.results(temporary));

    assertThat(older.trials()).allMatch(t -> t.test().orElseThrow().predictionsSha256().isEmpty());
    assertThat(DifferenceTable.of(older).table().rows()).isEmpty();
    assertThat(ComparisonHtml.differences(DifferenceTable.of(older))).isEmpty();
    assertThat(PredictionSection.of(older, Map.of()).regimes()).isEmpty();
  }

  private ExperimentResults results() {
    return PairedComparison.of(
        Comparison.results(experiment, Optional.empty(), Samples.allCompleted(experiment)),
        predictions);
  }
}
