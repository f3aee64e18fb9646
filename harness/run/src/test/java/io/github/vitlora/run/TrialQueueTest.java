package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.PredictionFiles;
import io.github.vitlora.result.PredictionsFile;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.testing.SilentListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialQueueTest {
  private static final int IMAGES = 1_000;

  @TempDir private Path folder;

  private final List<String> told = new ArrayList<>();

  @Test
  void whatNoQuestionAsksAboutRunsFirstAndThenWhatTheAnswerTakes() {
    // Rank 4 is as good as full fine-tuning, rank 1 is not: rank 1 takes no more than one look.
    List<String> order = run(TrialSelection.ALL, List.of());

    assertThat(order)
        .containsExactly(
            "linear-probe-seed5",
            "full-seed1",
            "lora-r4-seed1",
            "full-seed2",
            "lora-r4-seed2",
            "full-seed3",
            "lora-r4-seed3",
            "lora-r1-seed1",
            "lora-r1-seed2",
            "lora-r1-seed3");
    assertThat(told)
        .containsSubsequence(
            "good-enough: the next look takes 6 trials",
            "good-enough: the next look takes 3 trials",
            "good-enough: answered from 9 of 12 trials");
    assertThat(told).anyMatch(line -> line.startsWith("good-enough: rank 4 after 3 seeds: shown"));
    assertThat(told)
        .anyMatch(line -> line.startsWith("good-enough: rank 1 after 3 seeds: refuted"));
  }

  @Test
  void trialsThatAreThereAlreadyChangeNothingOfTheLooks() {
    List<String> interrupted = run(TrialSelection.ALL, List.of()).subList(0, 5);

    List<String> rest = run(TrialSelection.ALL, interrupted);

    assertThat(rest)
        .containsExactly(
            "full-seed3", "lora-r4-seed3", "lora-r1-seed1", "lora-r1-seed2", "lora-r1-seed3");
  }

  @Test
  void trialsThatAreChosenByNameRunWhateverTheQuestionTakes() {
    assertThat(run(TrialSelection.of("lora-r1-seed4"), List.of())).containsExactly("lora-r1-seed4");
  }

  private List<String> run(TrialSelection selection, List<String> before) {
    Experiment experiment =
        Samples.experiment(List.of(5L), List.of(1, 4), List.of())
            .withQuestions(List.of(Samples.question(3, 4)));
    TrialQueue queue =
        new TrialQueue(
            experiment,
            selection,
            new PredictionFiles(id -> List.of(folder.resolve(id + ".csv"))),
            new SilentListener() {
              @Override
              public void deciding(String what) {
                told.add(what);
              }
            });
    List<TrialResult> results = new ArrayList<>();
    for (Trial trial : experiment.trials()) {
      if (before.contains(trial.id())) {
        results.add(result(trial));
      }
    }
    List<String> order = new ArrayList<>();
    for (Optional<Trial> next = queue.next(results); next.isPresent(); next = queue.next(results)) {
      if (before.contains(next.get().id())) {
        continue;
      }
      order.add(next.get().id());
      results.add(result(next.get()));
    }
    return order;
  }

  private TrialResult result(Trial trial) {
    int correct = (trial.id().startsWith("lora-r1-") ? 650 : 800) + (int) trial.seed() % 2;
    List<Prediction> predictions =
        IntStream.range(0, IMAGES)
            .mapToObj(i -> new Prediction("test/" + i, "a", i < correct ? "a" : "b", 0.9f, 0.5f))
            .toList();
    String sha256 = PredictionsFile.write(folder.resolve(trial.id() + ".csv"), predictions);
    TrialResult completed = Samples.completed(trial, correct / (double) IMAGES);
    return completed.with(
        result ->
            result.test(completed.test().orElseThrow().withPredictionsSha256(Optional.of(sha256))));
  }
}
