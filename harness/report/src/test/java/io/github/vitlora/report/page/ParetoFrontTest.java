package io.github.vitlora.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParetoFrontTest {

  private record Choice(double cost, double gain) {}

  @Test
  void whatCostsMoreHasToGainMore() {
    Choice cheap = new Choice(1, 0.7);
    Choice middling = new Choice(2, 0.8);
    Choice wasteful = new Choice(3, 0.75);
    Choice best = new Choice(4, 0.9);

    assertThat(front(best, wasteful, cheap, middling)).containsExactly(cheap, middling, best);
  }

  @Test
  void ofTheSameCostOnlyTheBestIsOnIt() {
    assertThat(front(new Choice(1, 0.7), new Choice(1, 0.8))).containsExactly(new Choice(1, 0.8));
  }

  @Test
  void ofTheSameGainOnlyTheCheapestIsOnIt() {
    assertThat(front(new Choice(2, 0.8), new Choice(1, 0.8))).containsExactly(new Choice(1, 0.8));
  }

  @Test
  void equalsDoNotBeatEachOther() {
    assertThat(front(new Choice(1, 0.8), new Choice(1, 0.8))).hasSize(2);
  }

  private static List<Choice> front(Choice... choices) {
    return ParetoFront.of(List.of(choices), Choice::cost, Choice::gain);
  }
}
