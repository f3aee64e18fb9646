package org.example.clothes;

import static io.github.vitlora.assertion.VitLoraAssertions.assertThat;

import io.github.vitlora.assertion.VitLoraAssertions;
import io.github.vitlora.result.ExperimentResults;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClothesIT {

  private final ExperimentResults results = VitLoraAssertions.results(Path.of("reports/clothes"));

  @Test
  void everyTrialWasTrainedAndEveryExpectationHolds() {
    assertThat(results).passed();
  }

  @Test
  void loraOfRankFourLearnsSomething() {
    // Guessing among ten classes is right once in ten.
    assertThat(results).hasTrial("lora-r4-seed1").withTestAccuracyAtLeast(0.3);
  }
}
