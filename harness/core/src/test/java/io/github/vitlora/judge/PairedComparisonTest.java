package io.github.vitlora.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.verdict.PairedDifference;
import io.github.vitlora.verdict.PairedDifference.Conclusion;
import io.github.vitlora.verdict.PairedDifference.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
  private static final int IMAGES = 100;

  private final Map<String, List<Prediction>> predictions = new HashMap<>();

  @Test
  void oneSeedIsComparedByMcNemarsTestAndAllComparisonsAreCorrectedTogether() {
    Experiment experiment = Samples.experiment(List.of(1L), List.of(4, 8), List.of());
    predict("full-seed1", 0, 90);
    predict("linear-probe-seed1", 0, 70);
    predict("lora-r4-seed1", 10, 84);
    predict("lora-r8-seed1", 5, 95);

    List<RegimeSummary> rows = compare(experiment);

    assertThat(rows.get(0).difference()).as("the reference").isEmpty();
    PairedDifference probe = rows.get(1).difference().orElseThrow();
    assertThat(probe.reference()).isEqualTo("full");
    assertThat(probe.method()).isEqualTo(Method.MCNEMAR);
    assertThat(probe.seeds()).containsExactly(1L);
    assertThat(probe.images()).isEqualTo(IMAGES);
    assertThat(probe.onlyHere()).isZero();
    assertThat(probe.onlyReference()).isEqualTo(20);
    assertThat(probe.difference()).isCloseTo(-0.2, within(1e-12));
    assertThat(probe.low()).isLessThan(-0.2);
    assertThat(probe.high()).isBetween(-0.2, 0.0);
    assertThat(probe.pValue()).isCloseTo(Math.pow(2, -19), within(1e-12));
    assertThat(probe.comparisons()).isEqualTo(3);
    assertThat(probe.adjustedPValue()).isCloseTo(3 * Math.pow(2, -19), within(1e-12));
    assertThat(probe.resamples()).isEmpty();
    assertThat(probe.conclusion()).isEqualTo(Conclusion.LESS_ACCURATE);

    // Images 0 to 9 and 84 to 89 are full fine-tuning's alone: 16 heads of 16 throws, over which
    // the correction takes two of three.
    PairedDifference rank4 = rows.get(2).difference().orElseThrow();
    assertThat(rank4.onlyReference()).isEqualTo(16);
    assertThat(rank4.adjustedPValue()).isCloseTo(2 * Math.pow(2, -15), within(1e-12));
    assertThat(rank4.conclusion()).isEqualTo(Conclusion.LESS_ACCURATE);
    PairedDifference rank8 = rows.get(3).difference().orElseThrow();
    assertThat(rank8.difference()).isZero();
    assertThat(rank8.low()).isNegative();
    assertThat(rank8.high()).isPositive();
    assertThat(rank8.conclusion()).isEqualTo(Conclusion.UNDECIDED);
  }

  @Test
  void severalSeedsAreComparedByTheBootstrapOverThoseThatBothHave() {
    Experiment experiment = Samples.experiment(List.of(1L, 2L, 3L), List.of(8), List.of());
    for (int seed = 1; seed <= 3; seed++) {
      predict("full-seed" + seed, seed, 90);
      predict("linear-probe-seed" + seed, 2 * seed, 60 + seed);
    }
    predict("lora-r8-seed1", 0, 95);
    predict("lora-r8-seed3", 0, 97);

    List<RegimeSummary> rows = compare(experiment);

    PairedDifference probe = rows.get(1).difference().orElseThrow();
    assertThat(probe.method()).isEqualTo(Method.BOOTSTRAP);
    assertThat(probe.seeds()).containsExactly(1L, 2L, 3L);
    assertThat(probe.resamples()).contains(9_999);
    assertThat(probe.difference()).isCloseTo(-0.3, within(1e-12));
    assertThat(probe.conclusion()).isEqualTo(Conclusion.LESS_ACCURATE);
    PairedDifference lora = rows.get(2).difference().orElseThrow();
    assertThat(lora.seeds()).containsExactly(1L, 3L);
    assertThat(lora.difference()).isCloseTo(0.08, within(1e-12));
  }

  @Test
  void otherImagesAreNotCompared() {
    Experiment experiment = Samples.experiment(List.of(1L), List.of(8), List.of());
    predict("full-seed1", 0, 90);
    predict("linear-probe-seed1", 0, 80);
    predictions.put("lora-r8-seed1", List.of(new Prediction("another/0.jpg", "cat", "cat", 1, 1)));

    List<RegimeSummary> rows = compare(experiment);

    assertThat(rows.get(1).difference()).isPresent();
    assertThat(rows.get(2).difference()).isEmpty();
  }

  @Test
  void withoutFullFineTuningTheFirstRegimeIsTheReference() {
    Experiment experiment = Samples.experiment(List.of(1L), List.of(4, 8), List.of());
    List<TrialResult> lora = Samples.allCompleted(experiment).subList(2, 4);
    predict("lora-r4-seed1", 0, 80);
    predict("lora-r8-seed1", 0, 80);

    List<RegimeSummary> rows =
        PairedComparison.of(Comparison.results(experiment, Optional.empty(), lora), predictions)
            .comparisons();

    assertThat(rows.get(1).difference())
        .hasValueSatisfying(d -> assertThat(d.reference()).isEqualTo("lora-r4"));
  }

  @Test
  void withoutPredictionsThereIsNothingToCompare() {
    Experiment experiment = Samples.experiment(List.of(1L), List.of(8), List.of());

    assertThat(compare(experiment)).allMatch(row -> row.difference().isEmpty());
  }

  private List<RegimeSummary> compare(Experiment experiment) {
    return PairedComparison.of(
            Comparison.results(experiment, Optional.empty(), Samples.allCompleted(experiment)),
            predictions)
        .comparisons();
  }

  /** A trial that classifies the images from {@code first} up to but not {@code end} correctly. */
  private void predict(String trial, int first, int end) {
    predictions.put(trial, Samples.predictions(IMAGES, i -> i >= first && i < end));
  }
}
