package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedTrialsTest {
  @TempDir Path work;

  @Test
  void whereNothingIsTrainedItSaysWhatToDo() throws Exception {
    TrainedTrials none = TrainedTrials.find(work, "woof");

    assertThatThrownBy(none::best)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'woof' has no trained trial in " + work.resolve("woof"))
        .hasMessageContaining("vitlora:compare");
  }
}
