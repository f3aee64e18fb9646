package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.testing.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialTableTest {
  private final Experiment plain = Samples.experiment(List.of(1L), List.of(4), List.of());

  @Test
  void whatTrainsByOneLearningRateHasALineATrial() {
    assertThat(TrialTable.render(plain, 10).lines()).hasSize(2 + 3);
  }

  @Test
  void regimesThatTrySeveralSaySo() {
    Experiment searching =
        new Experiment(
            plain.name(),
            plain.description(),
            plain.model(),
            plain.dataset(),
            plain.training().withLearningRates(List.of(1e-3, 0.01)),
            plain.seeds(),
            plain.regimes(),
            plain.overrides(),
            plain.expectations(),
            List.of(),
            Optional.empty());

    assertThat(TrialTable.render(searching, 10).lines())
        .hasSize(2 + 3 + 3)
        .contains("each trial of lora-r4 trains by 2 learning rates: 0.001, 0.01");
  }

  @Test
  void regimesThatSearchSayWhichTrialDoes() {
    Experiment searching =
        Samples.experiment(List.of(5L, 6L), List.of(4), List.of())
            .withTraining(plain.training().withAutoLearningRate());

    assertThat(TrialTable.render(searching, 10).lines())
        .hasSize(2 + 6 + 3)
        .contains(
            "full-seed5 searches the learning rate of full: 3.16E-5, 1.0E-4, 3.16E-4, and on while"
                + " the best lies at an end");
  }
}
