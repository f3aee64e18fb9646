package io.github.vitlora.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.regime.ScheduleKind;
import io.github.vitlora.regime.TrainingSpec;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LearningRatesTest {
  private static final double PEAK = 4e-4;

  @Test
  void aConstantRateIsTheDescriptorsToTheLastBit() {
    assertThat(rates(ScheduleKind.CONSTANT, 0, 7)).containsOnly(PEAK);
    assertThat(new LearningRates(TrainingSpec.adam(1, 8, 8, PEAK), 7).highest(0, 7))
        .isEqualTo(PEAK);
  }

  @Test
  void aWarmUpRisesEvenlyToTheHighestRate() {
    assertThat(rates(ScheduleKind.CONSTANT, 0.4, 10))
        .containsExactly(
            new double[] {
              0.25 * PEAK, 0.5 * PEAK, 0.75 * PEAK, PEAK, PEAK, PEAK, PEAK, PEAK, PEAK, PEAK
            },
            within(1e-18));
  }

  @Test
  void aLineFallsToNoughtOneStepAfterTheLast() {
    assertThat(rates(ScheduleKind.LINEAR, 0, 4))
        .containsExactly(new double[] {PEAK, 0.75 * PEAK, 0.5 * PEAK, 0.25 * PEAK}, within(1e-18));
  }

  @Test
  void aCosineFallsSlowlyFirstAndLast() {
    assertThat(rates(ScheduleKind.COSINE, 0.2, 5))
        .containsExactly(
            new double[] {
              PEAK, PEAK, PEAK * (1 + Math.sqrt(0.5)) / 2, PEAK / 2, PEAK * (1 - Math.sqrt(0.5)) / 2
            },
            within(1e-18));
  }

  private static double[] rates(ScheduleKind schedule, double warmup, int steps) {
    TrainingSpec recipe =
        TrainingSpec.adam(1, 8, 8, PEAK).withSchedule(schedule).withWarmupFraction(warmup);
    LearningRates rates = new LearningRates(recipe, steps);
    return LongStream.range(0, steps).mapToDouble(rates::at).toArray();
  }
}
