package io.github.vitlora.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.testing.FullDisk;
import io.github.vitlora.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultStoreTest {

  @TempDir Path folder;

  private final Experiment experiment =
      Samples.experiment(
          List.of(1L, 2L),
          List.of(8),
          List.of(
              Expectation.of(
                  "lora", Optional.empty(), Metric.TEST_ACCURACY, new Expectation.AtLeast(0.8))));

  @Test
  void resultsComeBackAsTheyWere() {
    ExperimentResults results =
        Comparison.results(
            experiment, Optional.of(Samples.ENVIRONMENT), Samples.allCompleted(experiment));
    Path file = folder.resolve("new/folder/results.json");

    ResultStore.writeExperiment(file, results);

    assertThat(ResultStore.readExperiment(file)).isEqualTo(results);
    assertThat(file.getParent()).isDirectoryNotContaining(f -> !f.equals(file));
  }

  @Test
  void aFullDiskIsSaidAndLeavesTheOlderFile() throws IOException {
    List<TrialResult> trials = Samples.allCompleted(experiment);
    ExperimentResults small =
        Comparison.results(experiment, Optional.of(Samples.ENVIRONMENT), trials.subList(0, 1));
    ExperimentResults large =
        Comparison.results(experiment, Optional.of(Samples.ENVIRONMENT), trials);
    long room = size(small) + size(large) / 2;
    try (FullDisk disk = FullDisk.of(room)) {
      Path file = disk.folder().resolve("results.json");
      ResultStore.writeExperiment(file, small);

      assertThatThrownBy(() -> ResultStore.writeExperiment(file, large))
          .isInstanceOf(ResultException.class)
          .hasMessageContainingAll(file.toString(), "the disk is full", "free some space");

      assertThat(disk.files()).containsExactly(file);
      assertThat(ResultStore.readExperiment(file)).isEqualTo(small);
    }
  }

  private long size(ExperimentResults results) throws IOException {
    Path file = folder.resolve("measured.json");
    ResultStore.writeExperiment(file, results);
    return Files.size(file);
  }

  @Test
  void fieldsAreNamedAndOrderedAsTheFormatSays() throws IOException {
    ResultStore.writeExperiment(
        folder.resolve("results.json"),
        Comparison.results(
            experiment, Optional.of(Samples.ENVIRONMENT), Samples.allCompleted(experiment)));

    JsonNode tree = new ObjectMapper().readTree(folder.resolve("results.json").toFile());

    assertThat(tree.fieldNames())
        .toIterable()
        .containsExactly(
            "schema",
            "experiment",
            "description",
            "descriptor",
            "environment",
            "trials",
            "comparisons",
            "expectations");
    assertThat(tree.at("/trials/4/id").asText()).isEqualTo("lora-r8-seed1");
    assertThat(tree.at("/trials/4/status").asText()).isEqualTo("completed");
    assertThat(tree.at("/trials/4").fieldNames())
        .toIterable()
        .startsWith("id", "regime", "rank", "label", "seed", "status", "trainableParameters");
    assertThat(tree.at("/trials/0").has("rank")).isFalse();
    assertThat(tree.at("/trials/0/provenance").fieldNames())
        .toIterable()
        .containsExactly("recipe", "weights", "images", "platform");
    assertThat(ExperimentJson.read(tree.at("/descriptor"))).isEqualTo(experiment);
    assertThat(tree.at("/comparisons/2/metrics/testAccuracy/mean").isDouble()).isTrue();
  }

  @Test
  void aLossThatIsNotFiniteIsTextAndComesBack() throws IOException {
    TrialResult diverged = diverged();
    Path file = folder.resolve("result.json");

    ResultStore.writeTrial(file, diverged);

    assertThat(new ObjectMapper().readTree(file.toFile()).at("/epochs/0/trainLoss").asText())
        .isEqualTo("NaN");
    assertThat(Files.readString(file)).contains("\"trainLoss\" : \"NaN\"");
    assertThat(Files.readString(file)).contains("\"validationLoss\" : \"Infinity\"");
    assertThat(ResultStore.readTrial(file)).isEqualTo(diverged);
  }

  @Test
  void aTrialTellsWhenItStartedUnlessAnEarlierVersionWroteIt() throws IOException {
    TrialResult trial = Samples.completed(experiment.trials().get(0), 0.9);
    TrialResult timed = trial.with(r -> r.startedAt("2026-03-01T11:00:00.250Z"));
    Path file = folder.resolve("result.json");

    ResultStore.writeTrial(file, timed);
    assertThat(new ObjectMapper().readTree(file.toFile()).at("/startedAt").asText())
        .isEqualTo("2026-03-01T11:00:00.250Z");
    assertThat(ResultStore.readTrial(file)).isEqualTo(timed);

    ResultStore.writeTrial(file, trial);
    assertThat(Files.readString(file)).doesNotContain("startedAt");
    assertThat(ResultStore.readTrial(file)).isEqualTo(trial);
  }

  @Test
  void fieldsOfLaterVersionsAreIgnored() throws IOException {
    Path file = folder.resolve("result.json");
    TrialResult trial = Samples.completed(experiment.trials().get(0), 0.9);
    ResultStore.writeTrial(file, trial);
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"later\": [1, {}],"));

    assertThat(ResultStore.readTrial(file)).isEqualTo(trial);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "not json",
        "{\"schema\": \"other/9\", \"trials\": [], \"comparisons\": [], \"expectations\": []}",
        "{\"schema\": \"vitlora-results/1\", \"experiment\": \"x\","
            + " \"trials\": [{\"epochs\": []}], \"comparisons\": [], \"expectations\": []}",
        "{\"schema\": \"vitlora-results/1\", \"experiment\": \"x\", \"trials\": [],"
            + " \"comparisons\": [{\"slug\": \"full\"}], \"expectations\": []}",
        "{\"schema\": \"vitlora-results/1\", \"experiment\": \"x\", \"trials\": [],"
            + " \"comparisons\": [], \"expectations\": [{\"id\": \"x\"}]}"
      })
  void whatIsNoResultsFileIsRefusedByName(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("results.json"), content);

    assertThatThrownBy(() -> ResultStore.readExperiment(file))
        .isInstanceOf(ResultException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageNotContaining("null\n");
  }

  @Test
  void aDescriptionThatIsAbsentIsEmpty() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("results.json"),
            "{\"schema\": \"vitlora-results/1\", \"experiment\": \"x\", \"trials\": [],"
                + " \"comparisons\": [], \"expectations\": []}");

    assertThat(ResultStore.readExperiment(file).description()).isEmpty();
  }

  @Test
  void aTruncatedFileIsRefusedWithThePlace() throws IOException {
    Path file = folder.resolve("result.json");
    ResultStore.writeTrial(file, Samples.completed(experiment.trials().get(0), 0.9));
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() / 2));

    assertThatThrownBy(() -> ResultStore.readTrial(file))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("line ");
    assertThatThrownBy(() -> ResultStore.readTrial(folder.resolve("absent.json")))
        .isInstanceOf(ResultException.class)
        .hasMessageEndingWith("there is no such file");
  }

  private TrialResult diverged() {
    TrialResult stopped =
        Samples.stopped(experiment.trials().get(4), TrialStatus.DIVERGED, "loss is NaN", 1);
    EpochResult first = stopped.epochs().get(0);
    List<EpochResult> epochs = new ArrayList<>();
    epochs.add(
        new EpochResult(
            1,
            first.learningRate(),
            Double.NaN,
            first.trainAccuracy(),
            Optional.of(Double.POSITIVE_INFINITY),
            Optional.empty(),
            first.trainSeconds(),
            0,
            first.imagesPerSecond(),
            first.stepSeconds(),
            Optional.empty()));
    return stopped.withEpochs(epochs);
  }
}
