package io.github.vitlora.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.fuzzing.Allowance;
import io.github.vitlora.fuzzing.Fuzzing;
import io.github.vitlora.fuzzing.JsonEdits;
import io.github.vitlora.fuzzing.Outcome;
import io.github.vitlora.fuzzing.Subject;
import io.github.vitlora.testing.Descriptors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever stands in a trial's file, it is read as it stands or refused. */
class TrialJsonFuzzTest {

  private static final class Json implements Subject<Trial> {
    @Override
    public Optional<Trial> read(byte[] input) {
      try {
        return Optional.of(Trial.read(new String(input, StandardCharsets.UTF_8)));
      } catch (IllegalArgumentException refusal) {
        assertThat(refusal).hasMessageStartingWith("this is not a trial");
        return Optional.empty();
      }
    }

    @Override
    public void use(Trial trial) {
      assertThat(Trial.read(trial.json())).isEqualTo(trial);
    }
  }

  @Test
  void anyTextIsReadOrRefused() throws Exception {
    List<byte[]> corpus =
        Descriptors.read(Descriptors.VALID).trials().stream()
            .map(trial -> trial.json().getBytes(StandardCharsets.UTF_8))
            .toList();

    Outcome outcome =
        Fuzzing.run(
            new Json(), corpus, new JsonEdits(corpus)::bytes, 3_000, new Allowance(96 << 10, 64));

    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.refused()).isPositive();
  }
}
