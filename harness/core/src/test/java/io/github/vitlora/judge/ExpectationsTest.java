package io.github.vitlora.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.choice.TriedRate;
import io.github.vitlora.experiment.Certainty;
import io.github.vitlora.experiment.Certainty.OpenRates;
import io.github.vitlora.experiment.Certainty.Over;
import io.github.vitlora.experiment.Certainty.Undecided;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Expectation.AtLeast;
import io.github.vitlora.experiment.Expectation.AtLeastFraction;
import io.github.vitlora.experiment.Expectation.AtMost;
import io.github.vitlora.experiment.Expectation.AtMostFraction;
import io.github.vitlora.experiment.Expectation.Bound;
import io.github.vitlora.experiment.Expectation.Reference;
import io.github.vitlora.experiment.Expectation.Within;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.verdict.Decision;
import io.github.vitlora.verdict.ExpectationOutcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationsTest {

  private static final Reference FULL = new Reference("fullFineTuning", Optional.empty());

  /** Full 0.90 (test loss 0.15), probe 0.80 (0.30), LoRA rank 8 0.84 (0.24), of single seeds. */
  private static List<ExpectationOutcome> evaluate(Expectation... expectations) {
    Experiment experiment = Samples.experiment(List.of(1L), List.of(8), List.of(expectations));
    List<Trial> trials = experiment.trials();
    return Comparison.results(
            experiment,
            Optional.empty(),
            List.of(
                Samples.completed(trials.get(0), 0.90),
                Samples.completed(trials.get(1), 0.80),
                Samples.completed(trials.get(2), 0.84)))
        .expectations();
  }

  private static Expectation lora(Metric metric, Bound bound) {
    return Expectation.of("lora", Optional.of(8), metric, bound);
  }

  static Stream<Arguments> bounds() {
    Metric accuracy = Metric.TEST_ACCURACY;
    Metric loss = Metric.TEST_LOSS;
    return Stream.of(
        Arguments.of(accuracy, new AtLeast(0.83), true),
        Arguments.of(accuracy, new AtLeast(0.84), true),
        Arguments.of(accuracy, new AtLeast(0.8400001), false),
        Arguments.of(accuracy, new AtMost(0.85), true),
        Arguments.of(accuracy, new AtMost(0.84), true),
        Arguments.of(accuracy, new AtMost(0.8399999), false),
        Arguments.of(accuracy, new Within(0.07, FULL), true),
        Arguments.of(accuracy, new Within(0.06, FULL), true),
        Arguments.of(accuracy, new Within(0.05, FULL), false),
        Arguments.of(accuracy, new Within(0, new Reference("linearProbe", Optional.empty())), true),
        Arguments.of(loss, new Within(0.1, FULL), true),
        Arguments.of(loss, new Within(0.09, FULL), true),
        Arguments.of(loss, new Within(0.08, FULL), false),
        Arguments.of(loss, new Within(0, new Reference("linearProbe", Optional.empty())), true),
        Arguments.of(accuracy, new AtLeastFraction(0.93, FULL), true),
        Arguments.of(accuracy, new AtLeastFraction(0.84 / 0.9, FULL), true),
        Arguments.of(accuracy, new AtLeastFraction(0.94, FULL), false),
        Arguments.of(Metric.TRAINABLE_PARAMETERS, new AtMostFraction(0.06, FULL), true),
        Arguments.of(accuracy, new AtMostFraction(0.84 / 0.9, FULL), true),
        Arguments.of(Metric.TRAINABLE_PARAMETERS, new AtMostFraction(0.01, FULL), false));
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void everyBoundHoldsUpToItsBoundaryAndNoFurther(Metric metric, Bound bound, boolean passes) {
    assertThat(evaluate(lora(metric, bound)).get(0).passed()).isEqualTo(passes);
  }

  @Test
  void messagesCarryTheFigures() {
    List<ExpectationOutcome> outcomes =
        evaluate(
            lora(Metric.TEST_ACCURACY, new AtLeast(0.85)),
            lora(Metric.TEST_ACCURACY, new Within(0.03, FULL)),
            lora(Metric.TRAINABLE_PARAMETERS, new AtMostFraction(0.06, FULL)),
            lora(Metric.TEST_ACCURACY, new AtLeast(0.8400001)));

    assertThat(outcomes)
        .extracting(ExpectationOutcome::message)
        .containsExactly(
            "testAccuracy of LoRA r=8 is 0.8400 (one seed), expected at least 0.85",
            "testAccuracy of LoRA r=8 is 0.8400 (one seed), expected at least 0.8700"
                + " (within 0.03 of 0.9000 of full fine-tuning)",
            "trainableParameters of LoRA r=8 is 112,522 (one seed), expected at most 331,581"
                + " (0.06 times 5,526,346 of full fine-tuning)",
            "testAccuracy of LoRA r=8 is 0.84 (one seed), expected at least 0.8400001");
    assertThat(outcomes.get(0).actual()).contains(0.84);
  }

  /** Full fine-tuning takes longer to train in every sample, and has one learning rate alone. */
  @ParameterizedTest
  @CsvSource({"TELL, true", "FAIL, false"})
  void aClaimSaysWhereTheBestRateIsTheLastOfItsListAndMayFail(OpenRates open, boolean passes) {
    Expectation claim =
        new Expectation(
            "lora",
            Optional.of(8),
            Metric.TRAINING_SECONDS,
            new Within(0, FULL),
            Optional.of(new Certainty(0.95, Over.SEEDS, Undecided.WARN, open)));
    Experiment experiment = Samples.experiment(List.of(1L, 2L, 3L), List.of(8), List.of(claim));
    RateChoice last =
        RateChoice.of(
            List.of(
                new TriedRate(1e-3, Optional.of(0.8), Optional.of(0.5), 5, 9, Optional.empty()),
                new TriedRate(1e-4, Optional.of(0.9), Optional.of(0.4), 5, 9, Optional.empty())),
            Optional.of(1e-4),
            Optional.empty());

    ExpectationOutcome outcome =
        Comparison.results(
                experiment,
                Optional.empty(),
                Samples.allCompleted(experiment).stream()
                    .map(t -> t.rank().isPresent() ? t.withRateChoice(Optional.of(last)) : t)
                    .toList())
            .expectations()
            .get(0);

    assertThat(outcome.decision()).contains(Decision.SHOWN);
    assertThat(outcome.passed()).isEqualTo(passes);
    assertThat(outcome.fails()).isNotEqualTo(passes);
    assertThat(outcome.message())
        .contains(
            "shown",
            "; at the rates given, the best of which is the last of its list (LoRA r=8: 1e-4, the"
                + " lowest)");
  }

  @Test
  void idsAreStableAndUniqueAndNoFailureStopsTheRest() {
    List<ExpectationOutcome> outcomes =
        evaluate(
            lora(Metric.TEST_ACCURACY, new AtLeast(0.99)),
            lora(Metric.TEST_ACCURACY, new AtLeast(0.5)),
            lora(Metric.TEST_ACCURACY, new Within(0.01, FULL)),
            Expectation.of("linearProbe", Optional.empty(), Metric.TEST_LOSS, new AtMost(0.5)));

    assertThat(outcomes)
        .extracting(ExpectationOutcome::id)
        .containsExactly(
            "lora-r8-testAccuracy-atLeast",
            "lora-r8-testAccuracy-atLeast-2",
            "lora-r8-testAccuracy-within-fullFineTuning",
            "linear-probe-testLoss-atMost");
    assertThat(outcomes)
        .extracting(ExpectationOutcome::passed)
        .containsExactly(false, true, false, true);
  }

  @Test
  void withoutARankEveryRankIsJudged() {
    Experiment experiment =
        Samples.experiment(
            List.of(1L, 2L, 3L),
            List.of(1, 2, 4),
            List.of(
                Expectation.of("lora", Optional.empty(), Metric.TEST_ACCURACY, new AtLeast(0.99))));
    List<ExpectationOutcome> outcomes = outcomes(experiment, Samples.allCompleted(experiment));

    assertThat(outcomes)
        .extracting(ExpectationOutcome::id)
        .containsExactly(
            "lora-r1-testAccuracy-atLeast",
            "lora-r2-testAccuracy-atLeast",
            "lora-r4-testAccuracy-atLeast");
    assertThat(outcomes.get(0).message()).contains("(mean of 3 seeds)");
  }

  @Test
  void whatCannotBeJudgedHasFailedAndSaysWhy() {
    Experiment experiment =
        Samples.experiment(
            List.of(1L),
            List.of(4, 8),
            List.of(
                lora(Metric.TEST_ACCURACY, new AtLeast(0.1)),
                Expectation.of(
                    "linearProbe", Optional.empty(), Metric.TEST_LOSS, new Within(1, FULL)),
                Expectation.of(
                    "linearProbe",
                    Optional.empty(),
                    Metric.TEST_LOSS,
                    new Within(1, new Reference("lora", Optional.empty()))),
                Expectation.of("lora", Optional.of(64), Metric.TEST_LOSS, new AtMost(1))));
    List<TrialResult> trials =
        List.of(
            Samples.stopped(experiment.trials().get(0), TrialStatus.FAILED, "out of memory", 0),
            Samples.completed(experiment.trials().get(1), 0.8),
            Samples.stopped(experiment.trials().get(3), TrialStatus.DIVERGED, "loss is NaN", 2));
    List<ExpectationOutcome> outcomes = outcomes(experiment, trials);

    assertThat(outcomes).noneMatch(ExpectationOutcome::passed);
    assertThat(outcomes)
        .extracting(ExpectationOutcome::message)
        .containsExactly(
            "testAccuracy cannot be judged: LoRA r=8 has no completed trial",
            "testLoss cannot be judged: full fine-tuning has no completed trial",
            "testLoss cannot be judged: the reference lora names 2 regimes: give its rank",
            "testLoss cannot be judged: no regime of the experiment is lora-r64");
    assertThat(outcomes.get(1).actual()).isPresent();
  }

  @Test
  void whatWasNotRunIsNotJudged() {
    Experiment experiment =
        Samples.experiment(
            List.of(1L),
            List.of(4, 8),
            List.of(
                lora(Metric.TEST_ACCURACY, new AtLeast(0.1)),
                lora(Metric.TEST_ACCURACY, new AtLeast(0.99)),
                lora(Metric.TEST_ACCURACY, new Within(0.5, FULL)),
                lora(Metric.TEST_ACCURACY, new AtLeastFraction(0.5, FULL)),
                lora(Metric.TEST_ACCURACY, new AtMostFraction(2, FULL)),
                Expectation.of("lora", Optional.empty(), Metric.TEST_LOSS, new AtMost(1)),
                Expectation.of("linearProbe", Optional.empty(), Metric.TEST_LOSS, new AtMost(1)),
                Expectation.of("prompt", Optional.empty(), Metric.TEST_LOSS, new AtMost(1))));
    Trial lora = experiment.trials().get(3);
    TrialResult completed = Samples.completed(lora, 0.8);
    TrialResult failed = Samples.stopped(lora, TrialStatus.FAILED, "out of memory", 0);

    String[] ids = {
      "lora-r8-testAccuracy-atLeast",
      "lora-r8-testAccuracy-atLeast-2",
      "lora-r8-testLoss-atMost",
      "prompt-testLoss-atMost"
    };
    List<ExpectationOutcome> outcomes = outcomes(experiment, List.of(completed));
    assertThat(outcomes).extracting(ExpectationOutcome::id).containsExactly(ids);
    assertThat(outcomes)
        .extracting(ExpectationOutcome::passed)
        .containsExactly(true, false, true, false);
    assertThat(outcomes(experiment, List.of(failed)))
        .noneMatch(ExpectationOutcome::passed)
        .extracting(ExpectationOutcome::id)
        .containsExactly(ids);
  }

  @Test
  void aReferenceThatRanWithoutCompletingFailsWhatIsHeldAgainstIt() {
    Experiment experiment =
        Samples.experiment(
            List.of(1L),
            List.of(8),
            List.of(lora(Metric.TEST_ACCURACY, new AtLeastFraction(0.5, FULL))));
    List<TrialResult> trials =
        List.of(
            Samples.stopped(experiment.trials().get(0), TrialStatus.FAILED, "out of memory", 0),
            Samples.completed(experiment.trials().get(2), 0.8));

    assertThat(outcomes(experiment, trials)).hasSize(1).noneMatch(ExpectationOutcome::passed);
  }

  private static List<ExpectationOutcome> outcomes(
      Experiment experiment, List<TrialResult> trials) {
    return Comparison.results(experiment, Optional.empty(), trials).expectations();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aFigureThatIsNotANumberNeverPasses(double accuracy) {
    Experiment experiment =
        Samples.experiment(
            List.of(1L),
            List.of(),
            List.of(
                Expectation.of("linearProbe", Optional.empty(), Metric.TEST_LOSS, new AtLeast(0)),
                Expectation.of("linearProbe", Optional.empty(), Metric.TEST_LOSS, new AtMost(1))));
    TrialResult nan = Samples.completed(experiment.trials().get(1), accuracy);

    assertThat(outcomes(experiment, List.of(nan))).noneMatch(ExpectationOutcome::passed);
  }
}
