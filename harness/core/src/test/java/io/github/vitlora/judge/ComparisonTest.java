package io.github.vitlora.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.RegimeSummary.Estimate;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private final Experiment experiment =
      Samples.experiment(List.of(1L, 2L, 3L), List.of(4), List.of());

  @Test
  void meanDeviationAndIntervalOfThreeSeeds() {
    List<Trial> lora = experiment.trials().subList(6, 9);
    List<RegimeSummary> rows =
        Comparison.summarize(
            experiment,
            List.of(
                Samples.completed(lora.get(2), 0.86),
                Samples.completed(lora.get(0), 0.82),
                Samples.completed(lora.get(1), 0.84)));

    Estimate accuracy = rows.get(0).estimate(Metric.TEST_ACCURACY).orElseThrow();
    assertThat(accuracy.mean()).isCloseTo(0.84, within(1e-12));
    assertThat(accuracy.standardDeviation().orElseThrow()).isCloseTo(0.02, within(1e-12));
    // Student's t of 2 degrees of freedom at 0.975 is 4.302653; times 0.02 / sqrt(3).
    assertThat(accuracy.interval().orElseThrow()).isCloseTo(0.0496828, within(1e-6));
    assertThat(rows.get(0).seeds()).isEqualTo(3);
    assertThat(rows.get(0).completed()).isEqualTo(3);
  }

  @Test
  void onlyCompletedTrialsCountAndTwoOfThemHaveAnInterval() {
    List<Trial> full = experiment.trials().subList(0, 3);
    RegimeSummary row =
        Comparison.summarize(
                experiment,
                List.of(
                    Samples.completed(full.get(0), 0.90),
                    Samples.stopped(full.get(1), TrialStatus.DIVERGED, "loss is NaN", 2),
                    Samples.completed(full.get(2), 0.92)))
            .get(0);

    assertThat(row.seeds()).isEqualTo(3);
    assertThat(row.completed()).isEqualTo(2);
    Estimate accuracy = row.estimate(Metric.TEST_ACCURACY).orElseThrow();
    assertThat(accuracy.mean()).isCloseTo(0.91, within(1e-12));
    // 12.706205 (1 degree of freedom) times 0.0141421 / sqrt(2).
    assertThat(accuracy.interval().orElseThrow()).isCloseTo(0.1270620, within(1e-6));
  }

  @Test
  void aSingleSeedHasAMeanAlone() {
    RegimeSummary row =
        Comparison.summarize(
                experiment, List.of(Samples.completed(experiment.trials().get(0), 0.9)))
            .get(0);

    Estimate accuracy = row.estimate(Metric.TEST_ACCURACY).orElseThrow();
    assertThat(accuracy.mean()).isEqualTo(0.9);
    assertThat(accuracy.standardDeviation()).isEmpty();
    assertThat(accuracy.interval()).isEmpty();
  }

  @Test
  void rowsFollowTheExperimentAndMetricsTheirDeclaration() {
    List<RegimeSummary> rows = Comparison.summarize(experiment, Samples.allCompleted(experiment));

    assertThat(rows)
        .extracting(RegimeSummary::slug)
        .containsExactly("full", "linear-probe", "lora-r4");
    assertThat(rows.get(0).metrics().keySet())
        .containsExactlyElementsOf(
            java.util.Arrays.stream(Metric.values()).map(Metric::key).toList());
  }

  @Test
  void aRegimeThatWasNotRunHasNoRowAndOneThatFailedHasOneWithoutFigures() {
    Trial probe = experiment.trials().get(3);
    List<RegimeSummary> rows =
        Comparison.summarize(
            experiment, List.of(Samples.stopped(probe, TrialStatus.FAILED, "no memory", 0)));

    assertThat(rows).extracting(RegimeSummary::slug).containsExactly("linear-probe");
    assertThat(rows.get(0).seeds()).isEqualTo(1);
    assertThat(rows.get(0).metrics()).isEmpty();
    assertThat(Comparison.summarize(experiment, List.of())).isEmpty();
  }
}
