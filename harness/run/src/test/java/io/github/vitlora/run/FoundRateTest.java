package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.Job;
import io.github.vitlora.judge.Agreement;
import io.github.vitlora.judge.Comparison;
import io.github.vitlora.judge.Reproduction;
import io.github.vitlora.launch.Workers;
import io.github.vitlora.regime.RateBracket;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.Samples;
import io.github.vitlora.testing.SilentListener;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.testing.SmokeWorkers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first seed finds a learning rate, and the others take it. */
class FoundRateTest {
  private static final TrainingSpec SEARCHING =
      TrainingSpec.adam(2, 16, 6, 1).withAutoLearningRate();

  private final Experiment experiment =
      Samples.experiment(List.of(7L, 2L, 3L), List.of(4), List.of()).withTraining(SEARCHING);
  private final Regime regime = Samples.lora(4);

  @Test
  void theFirstSeedSearchesAroundWhatIsUsualForItsRegime() {
    Trial first = experiment.trial(regime, 7);

    FoundRate found = FoundRate.of(experiment, first, List.of());

    assertThat(found).isEqualTo(new FoundRate(first, Optional.empty()));
    assertThat(found.trial().training().options().learningRates())
        .containsExactly(3.16e-4, 1e-3, 3.16e-3);
  }

  @Test
  void theOthersTakeWhatItFoundAsAPartOfTheirRecipe() {
    FoundRate found =
        FoundRate.of(experiment, experiment.trial(regime, 2), List.of(found(7, Optional.of(0.01))));

    TrainingSpec recipe = found.trial().training();
    assertThat(found.hindrance()).isEmpty();
    assertThat(recipe.learningRate()).isEqualTo(0.01);
    assertThat(recipe.options().learningRates()).isEmpty();
    assertThat(recipe.options().autoLearningRate()).isFalse();
    assertThat(recipe.options().rateFromSeed()).contains(7L);
    assertThat(Trial.read(found.trial().json())).isEqualTo(found.trial());
  }

  @Test
  void whereItFoundNoneTheOthersSayWhose() {
    TrialResult diverged =
        found(7, Optional.empty()).ended(FailureKind.DIVERGENCE, "at every one of its rates");

    assertThat(FoundRate.of(experiment, experiment.trial(regime, 2), List.of(diverged)).hindrance())
        .contains(
            "it takes the learning rate that lora-r4-seed7 was to find, which found none: at every"
                + " one of its rates");
  }

  @Test
  void aQuestionsFirstSeedIsItsFirst() {
    Question question = Samples.question(3, 4);
    Experiment asking = experiment.withQuestions(List.of(question));

    assertThat(asking.searchingSeed(regime)).contains(1L);
    assertThat(asking.searchingSeed(new Regime.LinearProbe())).contains(7L);
  }

  @Test
  void aSelectionWithoutTheFirstSeedIsRefused() {
    List<Trial> chosen = TrialSelection.of("lora-r4-seed2").choose(experiment.trials());

    assertThatThrownBy(() -> FoundRate.require(experiment, chosen))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lora-r4-seed2 takes the learning rate that lora-r4-seed7 finds");
    FoundRate.require(experiment, experiment.trials());
  }

  private TrialResult found(long seed, Optional<Double> rate) {
    return Samples.completed(experiment.trial(regime, seed), 0.8)
        .withRateChoice(Optional.of(RateChoice.of(List.of(), rate, Optional.empty())));
  }

  /** A run whose workers train nothing. */
  @Test
  @Tag("slow")
  void aRunTrainsOtherSeedsByWhatTheFirstFound(@TempDir Path folder) throws Exception {
    SmokeTrials material = SmokeTrials.in(Files.createDirectory(folder.resolve("material")));
    Trial pattern = material.of(new Regime.LinearProbe(), 1, SEARCHING);
    Experiment drawings =
        new Experiment(
            "drawings",
            "",
            pattern.model(),
            pattern.dataset(),
            SEARCHING,
            List.of(1L, 2L),
            List.of(new Regime.LinearProbe(), SmokeTrials.LORA),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());
    List<Trial> trained = new ArrayList<>();
    SourceSettings settings = new SourceSettings(folder.resolve("cache"), Optional.empty(), true);

    ExperimentResults results =
        new ExperimentRun(
                SmokeWorkers.doing(
                    job -> {
                      Job.Train train = (Job.Train) job;
                      trained.add(train.trial());
                      ResultStore.writeTrial(train.folder().result(), resultOf(train.trial()));
                    }),
                new Sources(settings),
                folder.resolve("work"),
                new SilentListener())
            .train(drawings, TrialSelection.ALL);

    assertThat(trained)
        .extracting(Trial::id)
        .containsExactly("linear-probe-seed1", "linear-probe-seed2", "lora-r4-seed1");
    assertThat(trained.get(1).training()).isEqualTo(SEARCHING.withLearningRateOf(1, 0.5));
    TrialResult hindered = results.trials().get(3);
    assertThat(hindered.id()).isEqualTo("lora-r4-seed2");
    assertThat(hindered.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(hindered.failureKind()).contains(FailureKind.LEARNING_RATE);
    assertThat(hindered.message()).get().asString().contains("lora-r4-seed1 was to find");
    assertThat(Comparison.summarize(drawings, results.trials())).hasSize(2);
  }

  @Test
  @Tag("slow")
  void whatASearchFoundIsTakenOverAndFoundAgain(@TempDir Path folder) throws Exception {
    SmokeTrials material = SmokeTrials.in(Files.createDirectory(folder.resolve("material")));
    Trial pattern = material.of(SmokeTrials.LORA, 1, SEARCHING);
    Experiment drawings =
        new Experiment(
            "drawings",
            "",
            pattern.model(),
            pattern.dataset(),
            SEARCHING,
            List.of(1L, 2L),
            List.of(SmokeTrials.LORA),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());
    SourceSettings settings = new SourceSettings(folder.resolve("cache"), Optional.empty(), true);
    Sources sources = new Sources(settings);
    Workers workers = SmokeWorkers.checkpointing(settings.cache());
    ExperimentRun run =
        new ExperimentRun(workers, sources, folder.resolve("work"), new SilentListener());

    ExperimentResults results = run.train(drawings, TrialSelection.ALL);
    ExperimentResults again = run.train(drawings, TrialSelection.ALL);
    Reproduction reproduction =
        new ReproductionRun(workers, sources, folder.resolve("again"), new SilentListener())
            .run(results, TrialSelection.ALL, 0.01);

    RateChoice searched = results.trials().get(0).rateChoice().orElseThrow();
    TrialResult other = results.trials().get(1);
    assertThat(searched.tried()).hasSizeBetween(3, RateBracket.MOST);
    assertThat(searched.certificate()).isPresent();
    assertThat(other.status()).as(other.message().orElse("")).isEqualTo(TrialStatus.COMPLETED);
    assertThat(other.rateChoice()).contains(RateChoice.ofSeed(1, searched.chosen().orElseThrow()));
    assertThat(other.epochs())
        .allSatisfy(e -> assertThat(e.learningRate()).isEqualTo(searched.chosen().orElseThrow()));
    assertThat(again.trials()).isEqualTo(results.trials());
    assertThat(reproduction.agreement()).as(reproduction.toString()).isEqualTo(Agreement.BIT_EQUAL);
  }

  /** The probe finds 0.5, and LoRA nothing. */
  private static TrialResult resultOf(Trial trial) {
    TrialResult result = TrialResult.of(trial, List.of()).build();
    return trial.regime() instanceof Regime.LinearProbe
        ? result.withRateChoice(
            Optional.of(RateChoice.of(List.of(), Optional.of(0.5), Optional.empty())))
        : result.ended(FailureKind.DIVERGENCE, "at every one of its learning rates");
  }
}
