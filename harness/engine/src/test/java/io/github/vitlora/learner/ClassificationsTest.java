package io.github.vitlora.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.result.Prediction.Standing;
import org.junit.jupiter.api.Test;

class ClassificationsTest {

  /** Logarithms of 1, 2 and 1: probabilities 1/4, 1/2 and 1/4. */
  private static final double[] LOGITS = {0, Math.log(2), 0};

  @Test
  void theMostProbableClassIsTheFirst() {
    Standing standing = Classifications.standing(LOGITS, 1);

    assertThat(standing.rank()).isEqualTo(1);
    // (1 - 1/2)^2 + 2 (1/4)^2
    assertThat(standing.brier()).isEqualTo(0.375f);
  }

  @Test
  void aClassAsProbableAsAnotherComesAfterIt() {
    assertThat(Classifications.standing(LOGITS, 0).rank()).isEqualTo(3);
    assertThat(Classifications.standing(LOGITS, 2).rank()).isEqualTo(3);
    // (1 - 1/4)^2 + (1/2)^2 + (1/4)^2
    assertThat(Classifications.standing(LOGITS, 0).brier()).isEqualTo(0.875f);
  }

  @Test
  void certaintyIsScoredFromNoneToTwo() {
    double[] certain = {200, -200, -200};

    assertThat(Classifications.standing(certain, 0)).isEqualTo(new Standing(1, 0));
    assertThat(Classifications.standing(certain, 2)).isEqualTo(new Standing(3, 2));
  }
}
