package io.github.vitlora.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.fuzzing.Allowance;
import io.github.vitlora.fuzzing.Corpus;
import io.github.vitlora.fuzzing.Fuzzing;
import io.github.vitlora.fuzzing.Outcome;
import io.github.vitlora.fuzzing.Subject;
import io.github.vitlora.fuzzing.XmlEdits;
import io.github.vitlora.testing.Descriptors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever is done to a descriptor, it is read or refused; nothing else happens. */
class DescriptorFuzzTest {

  private static final class Descriptor implements Subject<Experiment> {
    @Override
    public Optional<Experiment> read(byte[] input) {
      try {
        return Optional.of(Descriptors.read(input, Map.of("set", "1")));
      } catch (DescriptorException refusal) {
        assertThat(refusal.problems()).isNotEmpty();
        for (DescriptorProblem problem : refusal.problems()) {
          assertThat(problem.file()).isEqualTo("dogs.xml");
          assertThat(problem.line()).isPositive();
          assertThat(problem.column()).isPositive();
          assertThat(problem.message()).isNotBlank();
        }
        return Optional.empty();
      }
    }

    @Override
    public void use(Experiment experiment) {
      List<Trial> trials = experiment.trials();
      assertThat(trials).isNotEmpty();
      assertThat(trials.stream().map(Trial::id).distinct().count()).isEqualTo(trials.size());
      Trial last = trials.get(trials.size() - 1);
      assertThat(Trial.read(last.json())).isEqualTo(last);
    }
  }

  @Test
  void anyDescriptorIsReadOrRefused() throws Exception {
    List<byte[]> corpus = Corpus.of(DescriptorFuzzTest.class, "descriptors");

    Outcome outcome =
        Fuzzing.run(
            new Descriptor(),
            corpus,
            new XmlEdits(corpus)::bytes,
            1_000,

            // A parser, a validator and a binder are made each time; each tag, of four bytes at
            // least, then passes through all three, and may be a mistake with a message of its own.
            new Allowance(2 << 20, 512));

    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.refused()).isPositive();
  }
}
