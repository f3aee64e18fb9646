package io.github.vitlora.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Certainty;
import io.github.vitlora.experiment.Certainty.OpenRates;
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
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.verdict.BaselineComparison;
import io.github.vitlora.verdict.Decision;
import io.github.vitlora.verdict.ExpectationOutcome;
import io.github.vitlora.verdict.UnjudgedExpectation;
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
      predictions.put(trial.id(), predictions(right));
    }
    ExperimentResults results = Comparison.results(experiment, Optional.empty(), trials);
    return Comparison.withPredictions(experiment, results, predictions, Optional.empty())
        .expectations()
        .get(0);
  }

  private static Expectation lora(Metric metric, Bound bound, Over over, Undecided undecided) {
    return new Expectation(
        "lora",
        Optional.of(8),
        metric,
        bound,
        Optional.of(new Certainty(0.95, over, undecided, OpenRates.TELL)));
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

    ExpectationOutcome outcome = outcome(expectation, 778, 800, 792);

    assertThat(outcome.actual().orElseThrow()).as("the mean is within").isGreaterThan(0.785);
    assertThat(outcome.decision()).contains(Decision.UNDECIDED);
    assertThat(outcome.fails()).isTrue();
    assertThat(outcome.message())
        .contains(": undecided (")
        .endsWith("about 6 seeds would show it if differences stay as measured");
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

  @Test
  void aRegimeIsComparedWithItselfInAnEarlierRun() {
    Expectation sameAsBefore =
        lora(
            Metric.TEST_ACCURACY,
            new Within(0.01, new Reference(Reference.BASELINE, Optional.empty())),
            Over.SEEDS,
            Undecided.FAIL);
    Experiment experiment =
        Samples.experiment(List.of(1L, 2L, 3L), List.of(8), List.of(sameAsBefore));
    Map<String, List<Prediction>> before = new HashMap<>();
    Map<String, List<Prediction>> after = new HashMap<>();
    List<TrialResult> trials = new ArrayList<>();
    for (Trial trial : experiment.trials()) {
      trials.add(Samples.completed(trial, 0.8));
      before.put(trial.id(), predictions(800));
      after.put(trial.id(), predictions(trial.id().startsWith("lora") ? 760 : 800));
    }
    ExperimentResults then = Comparison.results(experiment, Optional.empty(), trials);
    Baseline baseline = new Baseline("v1", then, before);

    ExperimentResults now =
        Comparison.withPredictions(experiment, then, after, Optional.of(baseline));

    assertThat(now.expectations().get(0).decision()).contains(Decision.REFUTED);
    assertThat(now.expectations().get(0).message()).contains("of LoRA r=8 in the baseline");
    assertThat(now.baseline().orElseThrow().regimes())
        .extracting(BaselineComparison.Change::message)
        .contains(
            "full fine-tuning classifies every image as before: test accuracy changed by 0.00 points (95 %: -0.37 to 0.37; 3 seeds, 1,000 images)")
        .anyMatch(
            m ->
                m.startsWith(
                    "LoRA r=8 is less accurate than before: test accuracy changed by -4.00"));
    assertThat(then.unjudged())
        .as("without a baseline")
        .extracting(UnjudgedExpectation::message)
        .containsExactly(
            "testAccuracy of LoRA r=8 is not judged: -Dvitlora.baseline names no earlier results");
  }

  @Test
  void anEarlierRunOnOtherImagesIsNotComparedAndTheSeedIsNamed() {
    Experiment experiment = Samples.experiment(List.of(1L), List.of(8), List.of());
    List<TrialResult> trials =
        experiment.trials().stream().map(trial -> Samples.completed(trial, 0.8)).toList();
    ExperimentResults results = Comparison.results(experiment, Optional.empty(), trials);
    Map<String, List<Prediction>> now = new HashMap<>();
    Map<String, List<Prediction>> then = new HashMap<>();
    trials.forEach(trial -> now.put(trial.id(), predictions(800)));
    trials.forEach(trial -> then.put(trial.id(), predictions(800).subList(1, 1000)));

    List<BaselineComparison.Change> changes =
        Comparison.withPredictions(
                experiment, results, now, Optional.of(new Baseline("v1", results, then)))
            .baseline()
            .orElseThrow()
            .regimes();

    assertThat(changes)
        .allSatisfy(change -> assertThat(change.bounds()).isEmpty())
        .extracting(BaselineComparison.Change::message)
        .contains(
            "LoRA r=8 cannot be compared with the baseline: LoRA r=8 and LoRA r=8 were not tested on the same images under seed 1");
  }

  private static List<Prediction> predictions(int right) {
    List<Prediction> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      all.add(new Prediction("test/" + i, "a", i < right ? "a" : "b", 0.9f, 0.5f));
    }
    return all;
  }
}
