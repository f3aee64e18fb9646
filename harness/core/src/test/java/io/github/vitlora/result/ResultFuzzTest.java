package io.github.vitlora.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.fuzzing.Allowance;
import io.github.vitlora.fuzzing.Fuzzing;
import io.github.vitlora.fuzzing.JsonEdits;
import io.github.vitlora.fuzzing.Outcome;
import io.github.vitlora.fuzzing.Subject;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a file of results, it can be used or is refused by name. */
class ResultFuzzTest {

  /** The figures as Java objects are about as large as their text; Jackson has fixed buffers. */
  private static final Allowance ALLOWANCE = new Allowance(96 << 10, 64);

  @TempDir Path folder;

  private final Experiment experiment =
      Samples.experiment(
          List.of(1L, 2L),
          List.of(8),
          List.of(
              Expectation.of(
                  "lora", Optional.empty(), Metric.TEST_ACCURACY, new Expectation.AtLeast(0.8))));

  private record Results<T>(Path file, Function<Path, T> reader, Consumer<T> user)
      implements Subject<T> {
    @Override
    public void prepare(byte[] input) throws IOException {
      Files.write(file, input);
    }

    @Override
    public Optional<T> read(byte[] input) {
      try {
        return Optional.of(reader.apply(file));
      } catch (ResultException refusal) {
        assertThat(refusal).hasMessageStartingWith(file + ": ");
        return Optional.empty();
      }
    }

    @Override
    public void use(T read) {
      user.accept(read);
    }
  }

  @Test
  void anyTrialCanBeUsedOrIsRefused() throws Exception {
    Trial trial = experiment.trials().get(4);
    List<byte[]> corpus = new ArrayList<>();
    for (TrialResult result :
        List.of(
            Samples.completed(trial, 0.9),
            Samples.completed(trial, 0.9).with(r -> r.startedAt("2026-03-01T11:00:00.250Z")),
            Samples.stopped(trial, TrialStatus.DIVERGED, "loss is NaN", 1))) {
      ResultStore.writeTrial(folder.resolve("seed.json"), result);
      corpus.add(Files.readAllBytes(folder.resolve("seed.json")));
    }

    Outcome outcome =
        Fuzzing.run(
            new Results<>(folder.resolve("r.json"), ResultStore::readTrial, ResultFuzzTest::use),
            corpus,
            new JsonEdits(corpus)::bytes,
            3_000,
            ALLOWANCE);

    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.refused()).isPositive();
  }

  @Test
  void anyExperimentCanBeUsedOrIsRefused() throws Exception {
    ExperimentResults results =
        Comparison.results(
            experiment,
            Optional.of(Samples.ENVIRONMENT),
            Samples.allCompleted(experiment).subList(3, 6));
    ResultStore.writeExperiment(folder.resolve("seed.json"), results);
    List<byte[]> corpus = List.of(Files.readAllBytes(folder.resolve("seed.json")));

    Outcome outcome =
        Fuzzing.run(
            new Results<>(
                folder.resolve("results.json"), ResultStore::readExperiment, ResultFuzzTest::use),
            corpus,
            new JsonEdits(corpus)::bytes,
            2_000,
            ALLOWANCE);

    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.refused()).isPositive();
  }

  private static void use(TrialResult trial) {
    for (Metric metric : Metric.values()) {
      assertThat(trial.metric(metric)).isNotNull();
    }
  }

  private static void use(ExperimentResults results) {
    results.descriptor().ifPresent(ResultFuzzTest::readAgain);
    results.trials().forEach(ResultFuzzTest::use);
    assertThat(results).hasNoNullFieldsOrProperties();
    for (RegimeSummary row : results.comparisons()) {
      assertThat(row).hasNoNullFieldsOrProperties();
      for (Metric metric : Metric.values()) {
        row.estimate(metric).ifPresent(e -> assertThat(e).hasNoNullFieldsOrProperties());
      }
    }
    assertThat(results.expectations()).allSatisfy(e -> assertThat(e).hasNoNullFieldsOrProperties());
  }

  /** As a reproduction does: strictly, so that it may still be refused. */
  private static void readAgain(JsonNode descriptor) {
    try {
      Experiment again = ExperimentJson.read(descriptor);
      assertThat(ExperimentJson.read(ExperimentJson.write(again))).isEqualTo(again);
    } catch (IllegalArgumentException refusal) {
      assertThat(refusal).hasMessageStartingWith("this is not an experiment");
    }
  }
}
