package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.launch.JobException;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.AttentionFigures;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.ImagePrediction;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.SilentListener;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.testing.SmokeWorkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regimes that take no optimizer steps, beside one that does, from experiment to report. */
@Tag("slow")
class UntrainedRegimesTest {
  private static final String NEIGHBOURS = "nearest-neighbours-k5-seed1";

  @TempDir static Path folder;
  private static SmokeTrials material;
  private static Experiment experiment;
  private static Path work;
  private static Path report;
  private static ExperimentResults results;

  @BeforeAll
  static void run() throws IOException, InterruptedException {
    material = SmokeTrials.in(folder);
    Trial pattern = material.of(new Regime.LinearProbe(), 1);
    experiment =
        new Experiment(
            "smoke",
            "",
            pattern.model(),
            pattern.dataset(),
            pattern.training(),
            List.of(1L),
            List.of(
                new Regime.LinearProbe(),
                new Regime.NearestMean(),
                new Regime.NearestNeighbours(5),
                new Regime.OptimalProbe()),
            List.of(),
            List.of(),
            List.of(),
            Optional.of(AttentionSpec.chosen(1)));
    work = folder.resolve("work");
    report = folder.resolve("report");
    results = compare();
  }

  private static ExperimentResults compare() throws IOException, InterruptedException {
    Path cache = folder.resolve("cache");
    return new ExperimentRun(
            SmokeWorkers.checkpointing(cache),
            new Sources(new SourceSettings(cache, Optional.empty(), true)),
            work,
            new SilentListener())
        .run(experiment, TrialSelection.ALL, report);
  }

  @Test
  void theyHaveEveryFigureThatOthersHave() {
    assertThat(ResultStore.readExperiment(report.resolve("results.json"))).isEqualTo(results);
    assertThat(results.comparisons()).hasSize(4);
    for (RegimeSummary row : results.comparisons()) {
      assertThat(row.completed()).as(row.slug()).isEqualTo(1);
      assertThat(Metric.values())
          .as(row.slug())
          // Of three classes five are no choice.
          .filteredOn(metric -> metric != Metric.TOP5_ACCURACY)
          .allMatch(metric -> row.estimate(metric).isPresent());
    }
    assertThat(results.trials())
        .extracting(TrialResult::trainableParameters)
        .containsExactly(99L, 0L, 0L, 99L);
  }

  @Test
  void theReportShowsThemAll() throws IOException {
    assertThat(Files.readString(report.resolve("summary.md")))
        .contains("nearest class mean", "5 nearest neighbours", "linear probe, optimal");
    assertThat(Files.readString(report.resolve("epochs.csv")).lines())
        .as("a heading, two epochs of the linear probe, and one pass of each other")
        .hasSize(1 + 2 + 3);
  }

  @Test
  void theyAreNotRunAgain() throws IOException, InterruptedException {
    List<String> begun = results.trials().stream().map(t -> t.startedAt().orElseThrow()).toList();

    assertThat(compare().trials())
        .extracting(trial -> trial.startedAt().orElseThrow())
        .isEqualTo(begun);
  }

  @Test
  void theirAttentionIsThePretrainedNetworks() {
    assertThat(results.attention())
        .extracting(AttentionFigures::model)
        .contains("nearest-mean-seed1", NEIGHBOURS, "linear-probe-optimal-seed1");
    assertThat(results.attention().stream().flatMap(figures -> figures.cosine().stream()))
        .hasSize(4)
        .allSatisfy(cosine -> assertThat(cosine).isCloseTo(1, within(1e-9)));
  }

  @Test
  void neighboursVoteOnOtherImagesButAreNoNetwork() throws Exception {
    TrialFolder files = new TrialFolder(work.resolve("smoke").resolve(NEIGHBOURS));
    Workers workers = new Workers(SmokeWorkers.settings(folder.resolve("cache")));
    List<Path> images;
    try (Stream<Path> all = Files.walk(material.images().resolve("val"))) {
      images = all.filter(Files::isRegularFile).sorted().toList();
    }

    List<ImagePrediction> said = workers.predict(files, images, 1, folder.resolve("said")).images();

    long right =
        said.stream()
            .filter(
                image -> Path.of(image.image()).getParent().endsWith(image.classes().get(0).name()))
            .count();
    assertThat((double) right / images.size())
        .isEqualTo(results.trials().get(2).test().map(TestResult::accuracy).orElseThrow());
    assertThatThrownBy(() -> workers.export(files, false, folder.resolve("exported")))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("there is no network that other libraries could load");
  }
}
