package io.github.vitlora.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.choice.TriedRate;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.result.Environment;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReproductionTest {
  private static final double TOLERANCE = 0.01;

  private final Experiment experiment = Samples.experiment(List.of(1L), List.of(8), List.of());
  private final ExperimentResults reference = results(Samples.allCompleted(experiment));
  private final TrialResult first = reference.trials().get(0);

  @Test
  void equalResultsAreBitEqualWhateverTheirTimes() {
    TrialResult later = first.with(r -> r.startedAt("2030-01-01T00:00:00Z"));

    Reproduction reproduction = Reproduction.of(reference, results(List.of(later)), TOLERANCE);

    assertThat(reproduction.agreement()).isEqualTo(Agreement.BIT_EQUAL);
    assertThat(reproduction.environment()).isEmpty();
    assertThat(reproduction.trials())
        .singleElement()
        .satisfies(
            trial -> {
              assertThat(trial.id()).isEqualTo("full-seed1");
              // Status, two counts, five of each of five epochs, three of the test, stored bytes.
              assertThat(trial.figures()).isEqualTo(32);
              assertThat(trial.weights()).contains(Agreement.BIT_EQUAL);
              assertThat(trial.differences()).isEmpty();
            });
  }

  @Test
  void theLastBitOfALossIsSeen() {
    Reproduction reproduction = repeatedWithLoss(Math.nextUp(first.epochs().get(2).trainLoss()));

    assertThat(reproduction.agreement()).isEqualTo(Agreement.WITHIN_TOLERANCE);
    assertThat(reproduction.trials().get(0).differences())
        .singleElement()
        .satisfies(
            diff -> {
              assertThat(diff.figure()).isEqualTo("epoch 3 training loss");
              assertThat(diff.reference()).isNotEqualTo(diff.repeated());
            });
  }

  @Test
  void aLossIsComparedByItsSize() {
    double loss = first.epochs().get(2).trainLoss();

    assertThat(repeatedWithLoss(loss * 1.009).agreement()).isEqualTo(Agreement.WITHIN_TOLERANCE);
    assertThat(repeatedWithLoss(loss * 1.02).agreement()).isEqualTo(Agreement.DIFFERENT);
    assertThat(repeatedWithLoss(loss / 1.02).agreement()).isEqualTo(Agreement.DIFFERENT);
    assertThat(repeatedWithLoss(Double.NaN).agreement()).isEqualTo(Agreement.DIFFERENT);
  }

  @Test
  void anEpochThatIsNotThereIsDifferent() {
    TrialResult shorter = first.withEpochs(first.epochs().subList(0, 4));

    Reproduction reproduction = Reproduction.of(reference, results(List.of(shorter)), TOLERANCE);

    assertThat(reproduction.agreement()).isEqualTo(Agreement.DIFFERENT);
    assertThat(reproduction.trials().get(0).differences())
        .extracting(FigureDiff::figure, FigureDiff::repeated)
        .contains(org.assertj.core.groups.Tuple.tuple("epoch 5 validation accuracy", "absent"));
  }

  @Test
  void anotherChoiceOfLearningRateIsDifferent() {
    TriedRate slow =
        new TriedRate(1e-4, Optional.of(0.7), Optional.of(0.8), 5, 9, Optional.empty());
    TriedRate fast =
        new TriedRate(1e-3, Optional.of(0.8), Optional.of(0.7), 5, 8, Optional.empty());
    TrialResult before =
        first.with(
            r -> r.rateChoice(Optional.of(chosen(1e-3, slow, fast))).testedEpoch(Optional.of(4)));
    TrialResult after =
        first.with(
            r -> r.rateChoice(Optional.of(chosen(1e-4, slow, fast))).testedEpoch(Optional.of(5)));

    Reproduction reproduction =
        Reproduction.of(results(List.of(before)), results(List.of(after)), TOLERANCE);

    assertThat(reproduction.agreement()).isEqualTo(Agreement.DIFFERENT);
    assertThat(reproduction.trials().get(0).differences())
        .extracting(FigureDiff::figure)
        .containsExactly("chosen learning rate", "tested epoch");
  }

  private static RateChoice chosen(double rate, TriedRate... tried) {
    return RateChoice.of(List.of(tried), Optional.of(rate), Optional.empty());
  }

  @Test
  void aTrialThatFailsThisTimeIsDifferent() {
    TrialResult failed =
        Samples.stopped(experiment.trials().get(0), TrialStatus.FAILED, "no memory", 5);

    assertThat(Reproduction.of(reference, results(List.of(failed)), 1).agreement())
        .isEqualTo(Agreement.DIFFERENT);
  }

  @Test
  void anotherPredictionIsSeenThoughEveryFigureIsTheSame() {
    TrialResult before = Samples.withPredictions(first, "a1".repeat(32));
    ExperimentResults earlier = results(List.of(before));

    assertThat(Reproduction.of(earlier, earlier, TOLERANCE).trials())
        .singleElement()
        .satisfies(trial -> assertThat(trial.predictions()).contains(Agreement.BIT_EQUAL));
    Reproduction changed =
        Reproduction.of(
            earlier, results(List.of(Samples.withPredictions(first, "b2".repeat(32)))), TOLERANCE);
    assertThat(changed.agreement()).isEqualTo(Agreement.WITHIN_TOLERANCE);
    assertThat(changed.trials().get(0).predictions()).contains(Agreement.WITHIN_TOLERANCE);
    assertThat(changed.trials().get(0).differences()).isEmpty();
    assertThat(Reproduction.of(results(List.of(first)), earlier, TOLERANCE).agreement())
        .as("results of an earlier version tell nothing of their predictions")
        .isEqualTo(Agreement.BIT_EQUAL);
  }

  @Test
  void whatCouldExplainADifferenceIsNamed() {
    Environment other =
        new Environment(
            "Linux 6.1",
            "Example CPU",
            2,
            4,
            "17.0.15",
            "0.36.0",
            "2.7.1",
            "0.1.0",
            Optional.of("amd64 Example avx512f"),
            Samples.ENVIRONMENT.code(),
            Samples.ENVIRONMENT.device(),
            Optional.of("1b".repeat(32)));

    Reproduction reproduction =
        Reproduction.of(
            reference,
            Comparison.results(experiment, Optional.of(other), List.of(first)),
            TOLERANCE);

    assertThat(reproduction.environment())
        .containsExactly(
            new EnvironmentDiff("build of libtorch", "the artifact's", "1b".repeat(32)),
            new EnvironmentDiff("threads", "2", "4"),
            new EnvironmentDiff("instruction sets", "amd64 Example avx2", "amd64 Example avx512f"));
  }

  private Reproduction repeatedWithLoss(double loss) {
    List<EpochResult> epochs = new ArrayList<>(first.epochs());
    EpochResult third = epochs.get(2);
    epochs.set(
        2,
        new EpochResult(
            third.epoch(),
            third.learningRate(),
            loss,
            third.trainAccuracy(),
            third.validationLoss(),
            third.validationAccuracy(),
            third.trainSeconds(),
            third.validationSeconds(),
            third.imagesPerSecond(),
            third.stepSeconds(),
            Optional.empty()));
    return Reproduction.of(reference, results(List.of(first.withEpochs(epochs))), TOLERANCE);
  }

  private ExperimentResults results(List<TrialResult> trials) {
    return Comparison.results(experiment, Optional.of(Samples.ENVIRONMENT), trials);
  }
}
