package io.github.vitlora.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.choice.RateCertificate;
import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.choice.TriedRate;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.regime.EarlyStopping;
import io.github.vitlora.report.text.SummaryMarkdown;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateTableTest {
  private static final RateChoice CHOICE =
      RateChoice.of(
          List.of(
              new TriedRate(1e-4, Optional.of(0.78), Optional.of(0.61), 5, 30, Optional.empty()),
              new TriedRate(3e-4, Optional.of(0.8), Optional.of(0.6), 5, 32, Optional.empty()),
              new TriedRate(1, Optional.empty(), Optional.empty(), 1, 7, Optional.of("NaN"))),
          Optional.of(3e-4),
          Optional.empty());

  private final Experiment experiment = Samples.experiment(List.of(1L), List.of(4), List.of());

  @Test
  void everyRateIsARow() {
    assertThat(RateTable.of(CHOICE).rows())
        .extracting(Table.Row::texts)
        .containsExactly(
            List.of("1e-4", "78.00 %", "0.6100", "5", "30.0 s", ""),
            List.of("3e-4", "80.00 %", "0.6000", "5", "32.0 s", "chosen"),
            List.of("1", "–", "–", "1", "7.0 s", "diverged"));
  }

  @Test
  void aSearchTellsHowFarTheChosenRateIsAhead() {
    RateChoice searched =
        RateChoice.of(
            CHOICE.tried(),
            Optional.of(3e-4),
            Optional.of(
                new RateCertificate(
                    EarlyStopping.On.LOSS, 50, Optional.of(1e-4), Optional.of(2.34))));

    assertThat(RateTable.of(searched).rows().get(1).texts())
        .endsWith("chosen, ahead by 2.3 standard errors");
  }

  @Test
  void whereTheBestIsTheLastOfItsListTableAndNotesSaySo() {
    RateChoice open =
        RateChoice.of(CHOICE.tried().subList(0, 2), Optional.of(3e-4), Optional.empty());

    assertThat(RateTable.of(open).rows().get(1).texts()).endsWith("chosen, the highest of all");
    assertThat(ResultNotes.of(experiment, results(Optional.of(open))))
        .containsExactly(
            "Regimes are compared at the rates given, the best of which is the last of its list"
                + " (full fine-tuning: 3e-4, the highest). One beyond may be better.");
    assertThat(ResultNotes.of(experiment, results(Optional.of(CHOICE)))).isEmpty();
  }

  @Test
  void aRateThatAnotherSeedFoundHasNoRowOfItsOwn() {
    ExperimentResults found = results(Optional.of(RateChoice.ofSeed(1, 3e-4)));

    assertThat(RateTable.of(found.trials()).rows()).isEmpty();
    assertThat(ResultNotes.of(experiment, found)).isEmpty();
  }

  @Test
  void theSummaryHasThemWhereRatesWereTried() {
    String one = SummaryMarkdown.render(experiment, results(Optional.empty()));
    String several = SummaryMarkdown.render(experiment, results(Optional.of(CHOICE)));

    assertThat(one).doesNotContain("## Learning rates");
    assertThat(several)
        .contains("\n## Learning rates\n")
        .contains("| full-seed1 | 3e-4 | 80.00 % | 0.6000 | 5 | 32.0 s | chosen |")
        .contains("went on with the best on the validation images");
  }

  @Test
  void theTableOfRegimesHasTheChosenRateAndWhatTheOthersCost() {
    Table one = RegimeTable.detailed(results(Optional.empty()));
    Table several = RegimeTable.detailed(results(Optional.of(CHOICE)));

    int columns = one.columns().size();
    assertThat(several.columns().subList(columns, columns + 2))
        .extracting(Table.Column::key)
        .containsExactly("learningRate", "searchSeconds");
    assertThat(several.rows().get(0).cells().subList(columns, columns + 2))
        .extracting(Table.Cell::text)
        .containsExactly("3e-4", "37.0 s");
    assertThat(several.rows().get(1).cells().subList(columns, columns + 2))
        .containsOnly(Table.Cell.NONE);
  }

  private ExperimentResults results(Optional<RateChoice> ofTheFirst) {
    List<TrialResult> trials = new ArrayList<>(Samples.allCompleted(experiment));
    trials.set(0, trials.get(0).with(r -> r.rateChoice(ofTheFirst).testedEpoch(Optional.empty())));
    return Comparison.results(experiment, Optional.of(Samples.ENVIRONMENT), trials);
  }
}
