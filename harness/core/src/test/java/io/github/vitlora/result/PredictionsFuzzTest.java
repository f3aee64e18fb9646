package io.github.vitlora.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.fuzzing.Allowance;
import io.github.vitlora.fuzzing.ByteEdits;
import io.github.vitlora.fuzzing.Fuzzing;
import io.github.vitlora.fuzzing.Outcome;
import io.github.vitlora.fuzzing.Subject;
import io.github.vitlora.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a file of predictions, it can be used or is refused by name. */
class PredictionsFuzzTest {

  /** A line of a dozen bytes is a record and two strings; Jackson has fixed buffers. */
  private static final Allowance ALLOWANCE = new Allowance(96 << 10, 64);

  @TempDir Path folder;

  private record Predictions(Path file) implements Subject<List<Prediction>> {
    @Override
    public void prepare(byte[] input) throws IOException {
      Files.write(file, input);
    }

    @Override
    public Optional<List<Prediction>> read(byte[] input) {
      try {
        return Optional.of(PredictionsFile.read(file));
      } catch (ResultException refusal) {
        assertThat(refusal).hasMessageStartingWith(file + ": ");
        return Optional.empty();
      }
    }

    @Override
    public void use(List<Prediction> read) {
      for (Prediction one : read) {
        assertThat(one).hasNoNullFieldsOrProperties();
        assertThat(one.probability()).isBetween(0f, 1f);
        assertThat(one.correct()).isEqualTo(one.predictedClass().equals(one.trueClass()));
      }
      PredictionsFile.write(file, read);
      assertThat(PredictionsFile.read(file)).isEqualTo(read);
    }
  }

  @Test
  void anyFileCanBeUsedOrIsRefused() throws Exception {
    List<byte[]> corpus = new ArrayList<>();
    for (int images : new int[] {0, 1, 20}) {
      PredictionsFile.write(folder.resolve("seed.csv"), Samples.predictions(images, i -> i > 3));
      corpus.add(Files.readAllBytes(folder.resolve("seed.csv")));
    }
    PredictionsFile.write(
        folder.resolve("seed.csv"),
        Samples.ofAnEarlierVersion(Samples.predictions(20, i -> i > 3)));
    corpus.add(Files.readAllBytes(folder.resolve("seed.csv")));

    Outcome outcome =
        Fuzzing.run(
            new Predictions(folder.resolve("predictions.csv")),
            corpus,
            random -> ByteEdits.some(random, corpus.get(random.nextInt(corpus.size()))),
            3_000,
            ALLOWANCE);

    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.refused()).isPositive();
  }
}
