package io.github.vitlora.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.report.table.Table.Cell;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegimeTableTest {

  private final Experiment oneSeed = Samples.experiment(List.of(1L), List.of(4), List.of());

  @Test
  void aRowHasTheFiguresOfItsRegime() {
    Table table = RegimeTable.detailed(results(oneSeed, Samples.allCompleted(oneSeed)));

    assertThat(table.rows())
        .extracting(Table.Row::label)
        .containsExactly("full fine-tuning", "linear probe", "LoRA r=4");
    assertThat(cell(table, 0, "testAccuracy").text()).isEqualTo("89.00 %");
    assertThat(cell(table, 0, "difference")).isEqualTo(Cell.NONE);
    assertThat(cell(table, 1, "difference").text()).isEqualTo("−9.00");
    assertThat(cell(table, 1, "trainableParameters"))
        .isEqualTo(new Cell("1,930", Optional.of(1930.0)));
    assertThat(cell(table, 0, "share").text()).isEqualTo("100 %");
  }

  @Test
  void severalSeedsHaveAnInterval() {
    Experiment threeSeeds = Samples.experiment(List.of(1L, 2L, 3L), List.of(4), List.of());
    Table table = RegimeTable.detailed(results(threeSeeds, Samples.allCompleted(threeSeeds)));

    assertThat(cell(table, 0, "testAccuracy").text()).matches("\\d\\d\\.\\d\\d ± \\d\\.\\d\\d %");
  }

  /** The full fine-tuning below ends at 82 % of the validation images, so that 81 % are wanted. */
  @Test
  void theTimeToFullFineTuningsAccuracyIsThatOfWholeEpochs() {
    List<TrialResult> trials = new ArrayList<>(Samples.allCompleted(oneSeed));
    trials.set(0, validated(trials.get(0), 0.70, 0.83, 0.82));
    trials.set(1, validated(trials.get(1), 0.60, 0.70, 0.80));
    trials.set(2, validated(trials.get(2), 0.50, 0.81, 0.79));
    Table table = RegimeTable.detailed(results(oneSeed, trials));

    assertThat(cell(table, 0, "secondsToFull").value()).hasValue(20.0);
    assertThat(cell(table, 1, "secondsToFull")).isEqualTo(Cell.of("not reached"));
    assertThat(cell(table, 2, "secondsToFull")).isEqualTo(new Cell("20.0 s", Optional.of(20.0)));
  }

  @Test
  void aTimeThatOnlySomeSeedsHaveIsNoMean() {
    Experiment twoSeeds = Samples.experiment(List.of(1L, 2L), List.of(), List.of());
    List<TrialResult> trials = new ArrayList<>();
    for (TrialResult trial : Samples.allCompleted(twoSeeds)) {
      boolean late = trial.regime().equals("linearProbe") && trial.seed() == 2;
      trials.add(validated(trial, 0.5, late ? 0.6 : 0.8));
    }

    assertThat(cell(RegimeTable.detailed(results(twoSeeds, trials)), 1, "secondsToFull"))
        .isEqualTo(Cell.of("by 1 of 2 seeds"));
  }

  @Test
  void withoutFullFineTuningNothingIsComparedToIt() {
    List<TrialResult> trials =
        Samples.allCompleted(oneSeed).stream()
            .filter(trial -> !trial.regime().equals("fullFineTuning"))
            .toList();
    Table table = RegimeTable.detailed(results(oneSeed, trials));

    assertThat(cell(table, 0, "difference")).isEqualTo(Cell.NONE);
    assertThat(cell(table, 0, "secondsToFull")).isEqualTo(Cell.NONE);
  }

  @Test
  void aRegimeWithoutACompletedTrialHasNoFiguresAndSaysWhy() {
    List<TrialResult> trials = new ArrayList<>(Samples.allCompleted(oneSeed));
    trials.set(2, Samples.stopped(oneSeed.trials().get(2), TrialStatus.DIVERGED, "NaN", 1));
    Table table = RegimeTable.detailed(results(oneSeed, trials));

    assertThat(table.rows().get(2).label()).isEqualTo("LoRA r=4 (0 of 1 seeds)");
    assertThat(table.rows().get(2).cells()).containsOnly(Cell.NONE);
  }

  private static ExperimentResults results(Experiment experiment, List<TrialResult> trials) {
    return Comparison.results(experiment, Optional.of(Samples.ENVIRONMENT), trials);
  }

  private static Cell cell(Table table, int row, String column) {
    List<String> keys = table.columns().stream().map(Table.Column::key).toList();
    return table.rows().get(row).cells().get(keys.indexOf(column));
  }

  /** The trial with epochs of ten seconds that end with these validation accuracies. */
  private static TrialResult validated(TrialResult trial, double... accuracies) {
    List<EpochResult> epochs = new ArrayList<>();
    for (double accuracy : accuracies) {
      epochs.add(
          new EpochResult(
              epochs.size() + 1,
              4e-4,
              0.5,
              0.8,
              Optional.of(0.6),
              Optional.of(accuracy),
              10,
              1,
              90,
              Optional.empty(),
              Optional.empty()));
    }
    return trial.withEpochs(epochs);
  }
}
