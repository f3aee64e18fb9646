package io.github.vitlora.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.regime.EarlyStopping;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.EpochResultBuilder;
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

  private static List<EpochResult> correct(int... counts) {
    List<EpochResult> epochs = new ArrayList<>();
    for (int count : counts) {
      epochs.add(epoch(0.1, count / 10.0));
    }
    return epochs;
  }

  private static List<EpochResult> losses(double... losses) {
    List<EpochResult> epochs = new ArrayList<>();
    for (double loss : losses) {
      epochs.add(epoch(loss, 0.5));
    }
    return epochs;
  }

  private static EpochResult epoch(double loss, double accuracy) {
    return EpochResultBuilder.builder().validationLoss(loss).validationAccuracy(accuracy).build();
  }
}
