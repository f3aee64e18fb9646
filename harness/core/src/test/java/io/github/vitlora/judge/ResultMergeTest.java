package io.github.vitlora.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Expectation.AtLeast;
import io.github.vitlora.experiment.Expectation.Reference;
import io.github.vitlora.experiment.Expectation.Within;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Shard;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.judge.ResultMerge.Part;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.Environment;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.verdict.ExpectationOutcome;
import io.github.vitlora.verdict.FlakyTrial;
import io.github.vitlora.verdict.UnjudgedExpectation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultMergeTest {
  private static final Expectation NEAR_FULL =
      Expectation.of(
          "lora",
          Optional.of(8),
          Metric.TEST_ACCURACY,
          new Within(0.05, new Reference("fullFineTuning", Optional.empty())));
  private static final Expectation PROBE =
      Expectation.of("linearProbe", Optional.empty(), Metric.TEST_ACCURACY, new AtLeast(0.7));

  /** full, linear-probe, lora-r8, under the seeds 1 and 2. */
  private final Experiment experiment =
      Samples.experiment(List.of(1L, 2L), List.of(8), List.of(NEAR_FULL, PROBE));

  private final List<TrialResult> all = Samples.allCompleted(experiment);

  @Test
  void theResultsOfOneRunKeepTheOrderInWhichItsTrialsRan() {
    Experiment experiment = Samples.experiment(List.of(1L), List.of(4, 8), List.of());
    List<TrialResult> ran =
        new ArrayList<>(
            experiment.trials().stream().map(trial -> Samples.completed(trial, 0.8)).toList());
    Collections.reverse(ran);
    ExperimentResults run = Comparison.results(experiment, Optional.empty(), ran);

    assertThat(ResultMerge.of(experiment, List.of(part("a", run))).trials()).isEqualTo(ran);
  }

  @Test
  void mergedShardsAreWhatOneRunWouldHaveGiven() {
    ExperimentResults merged =
        ResultMerge.of(
            experiment, List.of(part("b", shard("2/2", all)), part("a", shard("1/2", all))));

    assertThat(merged)
        .isEqualTo(Comparison.results(experiment, Optional.of(Samples.ENVIRONMENT), all));
    assertThat(merged.passed()).isTrue();
    assertThat(merged.expectations()).hasSize(2);
  }

  @Test
  void aShardJudgesWhatItHasAllTrialsOf() {
    // Of three shards, the first has full-seed1 and linear-probe-seed2.
    ExperimentResults third = shard("1/3", all);

    assertThat(third.trials())
        .extracting(TrialResult::id)
        .containsExactly("full-seed1", "linear-probe-seed2");
    assertThat(third.expectations()).isEmpty();
    assertThat(third.unjudged())
        .containsExactly(
            new UnjudgedExpectation(
                "lora-r8-testAccuracy-within-fullFineTuning",
                "testAccuracy of LoRA r=8 is not judged: other shards have full-seed2,"
                    + " lora-r8-seed1, lora-r8-seed2"),
            new UnjudgedExpectation(
                "linear-probe-testAccuracy-atLeast",
                "testAccuracy of linear probe is not judged: other shards have"
                    + " linear-probe-seed1"));
    assertThat(third.passed()).isTrue();

    Experiment oneSeed = Samples.experiment(List.of(1L), List.of(8), List.of(NEAR_FULL, PROBE));
    ExperimentResults half = shard(oneSeed, "1/2", Samples.allCompleted(oneSeed));
    assertThat(half.trials()).extracting(TrialResult::id).contains("full-seed1", "lora-r8-seed1");
    assertThat(half.expectations())
        .as("full fine-tuning and LoRA are both here")
        .extracting(ExpectationOutcome::id)
        .containsExactly("lora-r8-testAccuracy-within-fullFineTuning");
    assertThat(half.unjudged())
        .extracting(UnjudgedExpectation::id)
        .containsExactly("linear-probe-testAccuracy-atLeast");
  }

  @Test
  void withoutOneOfTheShardsItDoesNotPass() {
    ExperimentResults merged =
        ResultMerge.of(
            experiment, List.of(part("1", shard("1/3", all)), part("3", shard("3/3", all))));

    assertThat(merged.missing()).containsExactly("full-seed2", "lora-r8-seed1");
    assertThat(merged.shard()).isEmpty();
    assertThat(merged.passed()).isFalse();
    assertThat(merged.expectations())
        .extracting(ExpectationOutcome::id)
        .containsExactly("linear-probe-testAccuracy-atLeast");
    assertThat(merged.unjudged())
        .singleElement()
        .satisfies(
            waiting ->
                assertThat(waiting.message())
                    .endsWith("is not judged: missing: full-seed2, lora-r8-seed1"));
  }

  @Test
  void aShardAloneStaysOne() {
    ExperimentResults shard = shard("1/3", all);

    assertThat(ResultMerge.of(experiment, List.of(part("a", shard)))).isEqualTo(shard);
  }

  @Test
  void runsOfChosenTrialsAreMergedToo() {
    ExperimentResults merged =
        ResultMerge.of(
            experiment,
            List.of(
                part("lora", whole(all.subList(4, 6))), part("others", whole(all.subList(0, 4)))));

    assertThat(merged.trials()).isEqualTo(all);
  }

  @Test
  void aTrialThatIsInBothIsTakenOnce() {
    ExperimentResults merged =
        ResultMerge.of(
            experiment,
            List.of(
                part("a", whole(all)),
                part(
                    "b",
                    whole(List.of(all.get(0).with(r -> r.startedAt("2030-01-01T00:00:00Z")))))));

    assertThat(merged.trials()).isEqualTo(all);
    assertThat(merged.flaky()).as("times may differ").isEmpty();
  }

  @Test
  void aTrialThatCameOutOtherwiseIsFlaky() {
    TrialResult other = Samples.completed(experiment.trials().get(0), 0.5);

    ExperimentResults merged =
        ResultMerge.of(
            experiment, List.of(part("a.json", whole(all)), part("b.json", whole(List.of(other)))));

    assertThat(merged.trials()).isEqualTo(all);
    assertThat(merged.flaky())
        .singleElement()
        .satisfies(
            mark -> {
              assertThat(mark.id()).isEqualTo("full-seed1");
              assertThat(mark.message())
                  .startsWith("full-seed1 ran twice from the same input, in a.json and in b.json")
                  .contains("12 of 32 figures differ: epoch 1 training accuracy 0.7");
            });
    assertThat(merged.passed()).as("it is told, and no failure").isTrue();
  }

  @Test
  void aTrialThatFailedElsewhereIsTakenFromWhereItCompleted() {
    TrialResult failed =
        Samples.stopped(experiment.trials().get(0), TrialStatus.FAILED, "no memory", 1);

    ExperimentResults merged =
        ResultMerge.of(
            experiment, List.of(part("a", whole(List.of(failed))), part("b", whole(all))));

    assertThat(merged.trials()).isEqualTo(all);
    assertThat(merged.flaky("full-seed1")).isPresent();
  }

  @Test
  void oneTrialWithTwoFingerprintsIsRefusedByName() {
    TrialResult other = all.get(0).with(r -> r.fingerprint("sha256:" + "1".repeat(64)));

    assertThatThrownBy(
            () ->
                ResultMerge.of(
                    experiment,
                    List.of(part("a.json", whole(all)), part("b.json", whole(List.of(other))))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "full-seed1 is in a.json and in b.json, with different fingerprints: name one of them"
                + " alone");
  }

  @Test
  void differentExperimentsAreRefusedByName() {
    ExperimentResults other =
        new ExperimentResults(
            ExperimentResults.SCHEMA,
            "pets",
            "",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of());

    assertThatThrownBy(
            () -> ResultMerge.of(experiment, List.of(part("a", whole(all)), part("b", other))))
        .hasMessageStartingWith("a is of the experiment 'imagewoof' and b of 'pets'");
  }

  @Test
  void differentDescriptorsAreRefusedWithWhatDiffers() {
    Experiment other = Samples.experiment(List.of(1L, 2L, 3L), List.of(8), List.of());

    assertThatThrownBy(
            () ->
                ResultMerge.of(
                    experiment,
                    List.of(
                        part("a", whole(all)),
                        part("b", Comparison.results(other, Optional.empty(), List.of())))))
        .hasMessage(
            "a and b are of different descriptors of 'imagewoof'; they differ in seeds,"
                + " expectations");
  }

  @Test
  void theSameFilesInOtherFoldersAreTheSameExperiment() {
    Experiment here = in("/builds/1/images");
    Experiment there = in("/builds/2/images");
    List<Trial> trials = here.trials();

    ExperimentResults merged =
        ResultMerge.of(
            here,
            List.of(
                part("a", Comparison.results(here, Optional.empty(), all.subList(0, 3))),
                part("b", Comparison.results(there, Optional.empty(), all.subList(3, 6)))));

    assertThat(merged.trials()).hasSameSizeAs(trials);
  }

  @Test
  void trialsOfDifferentImagesAreRefused() {
    TrialResult other = Samples.withImages(all.get(2), "ee".repeat(32));

    assertThatThrownBy(
            () ->
                ResultMerge.of(
                    experiment,
                    List.of(part("a", whole(all.subList(0, 2))), part("b", whole(List.of(other))))))
        .hasMessage(
            "full-seed1 of a and linear-probe-seed1 of b had different images, so that they cannot"
                + " be compared");
  }

  @Test
  void aTrialFromRandomWeightsGoesWithThoseOfTheCheckpoint() {
    Experiment both =
        new Experiment(
            experiment.name(),
            experiment.description(),
            experiment.model(),
            experiment.dataset(),
            experiment.training(),
            List.of(1L),
            List.of(new Regime.FullFineTuning(), new Regime.FromScratch()),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());
    TrialResult full = Samples.completed(both.trials().get(0), 0.9);
    TrialResult scratch =
        Samples.withWeights(Samples.completed(both.trials().get(1), 0.3), "ee".repeat(32));

    ExperimentResults merged =
        ResultMerge.of(
            both,
            List.of(
                part("a", Comparison.results(both, Optional.empty(), List.of(full))),
                part("b", Comparison.results(both, Optional.empty(), List.of(scratch)))));

    assertThat(merged.trials()).containsExactly(full, scratch);
  }

  @Test
  void trialsOfDifferentWeightsAreRefused() {
    TrialResult other = Samples.withWeights(all.get(2), "ee".repeat(32));

    assertThatThrownBy(
            () ->
                ResultMerge.of(
                    experiment,
                    List.of(part("a", whole(all.subList(0, 2))), part("b", whole(List.of(other))))))
        .hasMessageStartingWith(
            "full-seed1 of a and linear-probe-seed1 of b had different pretrained");
  }

  @Test
  void otherMachinesAreKept() {
    Environment other =
        new Environment(
            "macOS 15",
            "M4",
            10,
            10,
            "21",
            "0.36.0",
            "2.7.1",
            "0.1.0",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    ExperimentResults merged =
        ResultMerge.of(
            experiment,
            List.of(
                part("a", whole(all.subList(0, 3))),
                part("b", Comparison.results(experiment, Optional.of(other), all.subList(3, 6)))));

    assertThat(merged.environment()).contains(Samples.ENVIRONMENT);
    assertThat(merged.otherEnvironments()).containsExactly(other);
  }

  @Test
  void mergedResultsAreReadAsTheyWereWritten(@TempDir Path folder) {
    TrialResult other = Samples.completed(experiment.trials().get(0), 0.5);
    ExperimentResults merged =
        ResultMerge.of(
            experiment, List.of(part("1", shard("1/3", all)), part("x", whole(List.of(other)))));
    assertThat(merged.unjudged()).isNotEmpty();
    assertThat(merged.flaky()).isNotEmpty();
    ExperimentResults shard = shard("2/3", all);

    for (ExperimentResults results : List.of(merged, shard)) {
      ResultStore.writeExperiment(folder.resolve("results.json"), results);
      assertThat(ResultStore.readExperiment(folder.resolve("results.json"))).isEqualTo(results);
    }
  }

  @Test
  void aRerunThatDiffersIsMarkedUntilItsInputChanges() {
    ExperimentResults before = whole(all);
    List<TrialResult> again = new ArrayList<>(all);
    again.set(1, Samples.completed(experiment.trials().get(1), 0.6));

    ExperimentResults marked = FlakyTrials.mark(before, whole(again));
    assertThat(marked.flaky()).extracting(FlakyTrial::id).containsExactly("full-seed2");
    assertThat(FlakyTrials.mark(marked, whole(again)).flaky()).isEqualTo(marked.flaky());

    again.set(1, again.get(1).with(r -> r.fingerprint("sha256:" + "1".repeat(64))));
    assertThat(FlakyTrials.mark(marked, whole(again)).flaky()).isEmpty();
  }

  private Experiment in(String folder) {
    DatasetSpec data = experiment.dataset();
    return new Experiment(
        experiment.name(),
        experiment.description(),
        experiment.model(),
        new DatasetSpec(
            new DatasetOrigin.Directory(folder),
            data.train(),
            data.test(),
            data.validationFraction(),
            data.limit(),
            data.transform(),
            data.classes()),
        experiment.training(),
        experiment.seeds(),
        experiment.regimes(),
        experiment.overrides(),
        experiment.expectations(),
        List.of(),
        Optional.empty());
  }

  private ExperimentResults whole(List<TrialResult> trials) {
    return Comparison.results(experiment, Optional.of(Samples.ENVIRONMENT), trials);
  }

  private ExperimentResults shard(String shard, List<TrialResult> trials) {
    return shard(experiment, shard, trials);
  }

  private static ExperimentResults shard(
      Experiment experiment, String text, List<TrialResult> trials) {
    Shard shard = Shard.parse(text);
    List<TrialResult> here = shard.of(trials);
    return Comparison.results(
        experiment,
        Optional.of(Samples.ENVIRONMENT),
        here,
        Optional.of(shard),
        trials.stream().filter(t -> !here.contains(t)).map(TrialResult::id).toList());
  }

  private static Part part(String name, ExperimentResults results) {
    return new Part(name, results);
  }
}
