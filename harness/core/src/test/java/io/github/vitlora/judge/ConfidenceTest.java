package io.github.vitlora.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Certainty;
import io.github.vitlora.experiment.Certainty.Over;
import io.github.vitlora.experiment.Certainty.Undecided;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Expectation.AtLeast;
import io.github.vitlora.experiment.Expectation.AtMostFraction;
import io.github.vitlora.experiment.Expectation.Bound;
import io.github.vitlora.experiment.Expectation.Reference;
import io.github.vitlora.experiment.Expectation.Within;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.result.Decision;
import io.github.vitlora.result.ExpectationOutcome;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.Samples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Expectations that ask for confidence, on 1,000 images under three seeds. */
class ConfidenceTest {
  private static final Reference FULL = new Reference("fullFineTuning", Optional.empty());

  /** Full fine-tuning is right on images 0 to 799, and LoRA as far as each test says. */
  private static ExpectationOutcome outcome(Expectation expectation, int... correct) {
    List<Long> seeds = correct.length == 1 ? List.of(1L) : List.of(1L, 2L, 3L);
    Experiment experiment = Samples.experiment(seeds, List.of(8), List.of(expectation));
    Map<String, List<Prediction>> predictions = new HashMap<>();
    List<TrialResult> trials = new ArrayList<>();
    for (Trial trial : experiment.trials()) {
      int right = trial.id().startsWith("lora") ? correct[(int) trial.seed() - 1] : 800;
      trials.add(Samples.completed(trial, right / 1000.0));
      List<Prediction> all = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        all.add(new Prediction("test/" + i, "a", i < right ? "a" : "b", 0.9f, 0.5f));
      }
      predictions.put(trial.id(), all);
    }
    ExperimentResults results = Comparison.results(experiment, Optional.empty(), trials);
    return Comparison.withPredictions(experiment, results, predictions).expectations().get(0);
  }

  private static Expectation lora(Metric metric, Bound bound, Over over, Undecided undecided) {
    return new Expectation(
        "lora", Optional.of(8), metric, bound, Optional.of(new Certainty(0.95, over, undecided)));
  }

  private static Expectation within(double margin, Over over, Undecided undecided) {
    return lora(Metric.TEST_ACCURACY, new Within(margin, FULL), over, undecided);
  }

  @Test
  void aSmallDifferenceIsShownToLieWithinTheMargin() {
    ExpectationOutcome outcome = outcome(within(0.02, Over.SEEDS, Undecided.FAIL), 797, 798, 796);

    assertThat(outcome.decision()).contains(Decision.SHOWN);
    assertThat(outcome.passed()).isTrue();
    assertThat(outcome.id()).isEqualTo("lora-r8-testAccuracy-within-fullFineTuning-shown");
    assertThat(outcome.message())
        .contains("expected at least 0.7800 (within 0.02 of 0.8000 of full fine-tuning): shown")
        .contains("95 %, 3 seeds, 1,000 images");
  }

  @Test
  void aMeanThatLiesWithinTheMarginMayStillBeUndecided() {
    Expectation expectation = within(0.02, Over.SEEDS, Undecided.FAIL);

    ExpectationOutcome outcome = outcome(expectation, 770, 800, 785);

    assertThat(outcome.actual().orElseThrow()).as("the mean is within").isGreaterThan(0.78);
    assertThat(outcome.decision()).contains(Decision.UNDECIDED);
    assertThat(outcome.fails()).isTrue();
    assertThat(outcome.message()).contains(": undecided (").contains(" seeds would show it");
  }

  @Test
  void undecidedMayOnlyWarn() {
    ExpectationOutcome outcome = outcome(within(0.02, Over.SEEDS, Undecided.WARN), 770, 800, 785);

    assertThat(outcome.passed()).isFalse();
    assertThat(outcome.fails()).isFalse();
    assertThat(outcome.mark()).isEqualTo("?");
  }

  @Test
  void aLargeDifferenceIsRefutedAndFailsEvenWhereUndecidedWarns() {
    ExpectationOutcome outcome = outcome(within(0.02, Over.SEEDS, Undecided.WARN), 700, 702, 698);

    assertThat(outcome.decision()).contains(Decision.REFUTED);
    assertThat(outcome.fails()).isTrue();
  }

  @Test
  void oneSeedDecidesAboutImagesAlone() {
    ExpectationOutcome outcome = outcome(within(0.02, Over.IMAGES, Undecided.FAIL), 797);

    assertThat(outcome.decision()).contains(Decision.SHOWN);
    assertThat(outcome.message())
        .contains("shown of these trained models, on other images of the kind");
  }

  @Test
  void withTwoSeedsNothingIsSaidAboutOtherSeeds() {
    ExpectationOutcome outcome = outcome(within(0.02, Over.SEEDS, Undecided.FAIL), 797);

    assertThat(outcome.decision()).contains(Decision.UNDECIDED);
    assertThat(outcome.message())
        .contains("a claim about other seeds takes 3 completed ones, of which there are 1");
  }

  @Test
  void figuresWithoutAReferenceAndFiguresOfWholeTrialsAreClaimedToo() {
    Expectation accuracy =
        lora(Metric.TEST_ACCURACY, new AtLeast(0.75), Over.SEEDS, Undecided.FAIL);
    Expectation parameters =
        lora(
            Metric.TRAINABLE_PARAMETERS,
            new AtMostFraction(0.06, FULL),
            Over.SEEDS,
            Undecided.FAIL);

    assertThat(outcome(accuracy, 797, 798, 796).decision()).contains(Decision.SHOWN);
    assertThat(outcome(parameters, 797, 798, 796).decision()).contains(Decision.SHOWN);
  }

  @Test
  void withoutPredictionsNothingIsDecidedAndTheTrialIsNamed() {
    Experiment experiment =
        Samples.experiment(
            List.of(1L, 2L, 3L), List.of(8), List.of(within(0.02, Over.SEEDS, Undecided.FAIL)));
    List<TrialResult> trials =
        experiment.trials().stream().map(trial -> Samples.completed(trial, 0.8)).toList();

    ExpectationOutcome outcome =
        Comparison.results(experiment, Optional.empty(), trials).expectations().get(0);

    assertThat(outcome.decision()).contains(Decision.UNDECIDED);
    assertThat(outcome.message()).contains("the predictions of lora-r8-seed1 are not at hand");
  }
}
