package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.Certainty.Undecided;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.PredictedCost;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.testing.SilentListener;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.testing.SmokeWorkers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real trials on drawn images, a few batches of each. */
@Tag("slow")
class PlanRunTest {
  @TempDir private Path folder;

  @Test
  void everyRegimeIsMeasuredAndTheRunSetsActualFiguresBesideThePredictedOnes() throws Exception {
    SmokeTrials material = SmokeTrials.in(Files.createDirectory(folder.resolve("material")));
    Experiment experiment =
        material.experiment("drawings", new Regime.LinearProbe(), SmokeTrials.LORA);
    SourceSettings settings = new SourceSettings(folder.resolve("cache"), Optional.empty(), true);
    Sources sources = new Sources(settings);
    Workers workers = SmokeWorkers.checkpointing(settings.cache());
    Path work = folder.resolve("work");
    Experiment asking =
        experiment.withQuestions(
            List.of(
                Samples.question(3, 5)
                    .with(
                        q ->
                            q.of(new Expectation.Reference("linearProbe", Optional.empty()))
                                .within(0.1)
                                .undecided(Undecided.WARN))));

    PlanRun run = new PlanRun(workers, sources, work, new SilentListener());
    String plan = run.plan(asking);
    assertThat(PlanRun.costs(experiment, work.resolve("drawings")))
        .as("what was planned asks a question, which this one does not")
        .isEmpty();
    run.plan(experiment);
    ExperimentResults results =
        new ExperimentRun(workers, sources, work, new SilentListener())
            .train(experiment, TrialSelection.ALL);

    assertThat(plan.lines())
        .anyMatch(line -> line.matches("linear probe +3 to 5 .*"))
        .anyMatch(line -> line.startsWith(SmokeTrials.LORA.label()))
        .anyMatch(line -> line.startsWith("All trials: between "))
        .anyMatch(line -> line.startsWith("good-enough: a margin of 0.1 takes about "));
    assertThat(results.predicted())
        .extracting(PredictedCost::slug)
        .containsExactly("linear-probe", SmokeTrials.LORA.slug());
    assertThat(results.predicted())
        .allSatisfy(
            cost -> {
              assertThat(cost.wallSeconds()).isPositive().isFinite();
              assertThat(cost.peakMemoryBytes()).isPresent();
            });
  }

  /** Of two seeds the first trains 3 to 12 times, and the second once. */
  @Test
  void aSearchCountsAsTheTrainingsThatItTakes() throws Exception {
    SmokeTrials material = SmokeTrials.in(Files.createDirectory(folder.resolve("material")));
    Experiment plain =
        material
            .experiment("drawings", new Regime.LinearProbe(), new Regime.NearestMean())
            .withSeeds(List.of(1L, 2L));
    Experiment experiment = plain.withTraining(plain.training().withAutoLearningRate());
    SourceSettings settings = new SourceSettings(folder.resolve("cache"), Optional.empty(), true);
    PlanRun run =
        new PlanRun(
            SmokeWorkers.checkpointing(settings.cache()),
            new Sources(settings),
            folder.resolve("work"),
            new SilentListener());

    assertThat(run.plan(experiment).lines())
        .anyMatch(line -> line.matches("linear probe +2 +4 to 13 .* to .*"))
        .anyMatch(line -> line.matches("nearest class mean +2 +2 .*"))
        .anyMatch(line -> line.startsWith("All trials: between "))
        .contains("Where a rate is searched, the first seed of each regime trains 3 to 12 times");
  }
}
