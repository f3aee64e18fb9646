package io.github.vitlora.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.learner.Tally;
import io.github.vitlora.regime.EarlyStopping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoppingRuleTest {
  private final StoppingRule onAccuracy = rule(2, EarlyStopping.On.ACCURACY);
  private final StoppingRule onLoss = rule(2, EarlyStopping.On.LOSS);

  @Test
  void withoutOneTheLastEpochIsTested() {
    StoppingRule none = new StoppingRule(Optional.empty());

    assertThat(none.best(correct(5, 9, 7))).isEqualTo(2);
    assertThat(none.isOver(correct(9, 1, 1, 1, 1))).isFalse();
  }

  @Test
  void theBestEpochIsTheFirstOfThoseThatAreEquallyGood() {
    assertThat(onAccuracy.best(correct(5, 9, 7, 9))).isEqualTo(1);
    assertThat(onLoss.best(losses(3, 2, 4, 2))).isEqualTo(1);
  }

  @Test
  void patienceEndsWithTheEpochsWithoutABetterOne() {
    assertThat(onAccuracy.isOver(List.of())).isFalse();
    assertThat(onAccuracy.isOver(correct(5, 9, 7))).isFalse();
    assertThat(onAccuracy.isOver(correct(5, 9, 7, 9))).isTrue();
    assertThat(onAccuracy.isOver(correct(5, 9, 7, 10))).isFalse();
    assertThat(onLoss.isOver(losses(3, 2, 4))).isFalse();
    assertThat(onLoss.isOver(losses(3, 2, 4, 5))).isTrue();
  }

  private static StoppingRule rule(int patience, EarlyStopping.On on) {
    return new StoppingRule(Optional.of(new EarlyStopping(patience, on)));
  }

  private static List<EpochMetrics> correct(int... counts) {
    List<EpochMetrics> epochs = new ArrayList<>();
    for (int count : counts) {
      epochs.add(epoch(new Tally(1, count, 10)));
    }
    return epochs;
  }

  private static List<EpochMetrics> losses(double... sums) {
    List<EpochMetrics> epochs = new ArrayList<>();
    for (double sum : sums) {
      epochs.add(epoch(new Tally(sum, 5, 10)));
    }
    return epochs;
  }

  private static EpochMetrics epoch(Tally validation) {
    return new EpochMetrics(1, 1, Tally.NONE, Optional.of(validation), Optional.empty(), 1, 1, 1);
  }
}
