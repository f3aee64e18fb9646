package io.github.vitlora.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialPhase;
import io.github.vitlora.learner.Tally;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.SmokeTrials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Trials that choose their learning rate on validation images. */
class LearningRateSearchTest {
  private static final List<Double> RATES = List.of(1e-5, 3e-3, 1e30);
  private static final TrainingSpec SEARCHED =
      TrainingSpec.adam(2, 16, 6, 1).withLearningRates(RATES);
  private static final Regime.Lora LORA = new Regime.Lora("lora", 4, 8, List.of("attn.qkv"), 0);

  @TempDir Path folder;
  private SmokeTrials trials;

  @BeforeEach
  void prepare() throws IOException {
    trials = SmokeTrials.in(folder);
  }

  static List<Regime> regimes() {
    // By kernels, of features computed once, and by plain operators.
    return List.of(LORA, new Regime.LinearProbe(), SmokeTrials.LORA);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void theChosenRateEndsAsIfItHadBeenTheOnlyOne(Regime regime) throws IOException {
    Told told = new Told();
    TrialOutcome searched = run(trials.of(regime, 1, SEARCHED), "searched", told);
    RateSearch search = searched.search().orElseThrow();
    double chosen = search.attempts().get(search.chosen().orElseThrow()).learningRate();
    TrialOutcome alone =
        run(trials.of(regime, 1, SEARCHED.withLearningRate(chosen)), "alone", new Told());

    assertThat(search.attempts()).extracting(RateAttempt::learningRate).isEqualTo(RATES);
    assertThat(told.events)
        .startsWith("started", "trying 1.0E-5")
        .contains("trying 0.003", "trying 1.0E30")
        .endsWith("chosen " + chosen);
    assertThat(searched.test()).isPresent().isEqualTo(alone.test());
    assertThat(searched.epochs())
        .extracting(EpochMetrics::training)
        .isEqualTo(alone.epochs().stream().map(EpochMetrics::training).toList());
    assertThat(folder.resolve("searched")).hasSameBinaryContentAs(folder.resolve("alone"));
  }

  /** Features are computed once, which takes longer by far than an epoch of the head. */
  @Test
  void theTimeOfAProbesFeaturesCountsForEachRateAlike() throws IOException {
    TrainingSpec recipe =
        TrainingSpec.adam(2, 16, 6, 1).withLearningRates(List.of(1e-3, 3e-3, 1e-2));

    RateSearch search =
        run(trials.of(new Regime.LinearProbe(), 1, recipe), "weights", new Told()).search().get();

    assertThat(search.attempts())
        .extracting(attempt -> attempt.epochs().get(0).stepSeconds())
        .allMatch(seconds -> seconds > search.attempts().get(0).epochs().get(0).stepSeconds() / 2);
  }

  /** Of 1e30 no loss is finite. */
  @Test
  void aRateThatDivergesIsOutOfTheQuestion() throws IOException {
    Told told = new Told();
    RateSearch search = run(trials.of(LORA, 1, SEARCHED), "weights", told).search().get();

    assertThat(told.events).containsOnlyOnce("gave up 1.0E30").doesNotContain("gave up 0.003");
    assertThat(search.attempts().get(2).divergence()).get().asString().contains("not a finite");
    assertThat(search.chosen()).get().isNotEqualTo(2);
  }

  @Test
  void whereEveryRateDivergesTheTrialDoes() throws IOException {
    TrainingSpec hopeless = SEARCHED.withLearningRates(List.of(1e30, 1e31));

    TrialOutcome outcome = run(trials.of(LORA, 1, hopeless), "weights", new Told());

    assertThat(outcome.divergence()).get().asString().contains("every one of its learning rates");
    assertThat(outcome.search().orElseThrow().attempts()).hasSize(2);
    assertThat(outcome.test()).isEmpty();
    assertThat(folder.resolve("weights")).doesNotExist();
  }

  /** At the start and the middle of a rate, between two, and after the last. */
  @ParameterizedTest
  @CsvSource({"1, 0", "5, 0", "8, 1", "11, 1"})
  void anInterruptedSearchEndsBitEqualAndTriesNoFinishedRateAgain(int step, int finished)
      throws IOException {
    TrainingSpec recipe = SEARCHED.withLearningRates(List.of(1e-5, 3e-3));
    Trial trial = trials.of(LORA, 1, recipe);
    TrialOutcome whole = run(trial, "whole", new Told());
    Told interrupted = new Told();
    interrupted.lastStep = step;
    assertThatThrownBy(() -> run(trial, "resumed", interrupted)).hasMessage("interrupted");

    Told told = new Told();
    TrialOutcome resumed = run(trial, "resumed", told);

    assertThat(told.events.stream().filter(e -> e.startsWith("trying")))
        .hasSize(recipe.options().learningRates().size() - finished);
    assertThat(resumed.test()).isEqualTo(whole.test());
    assertThat(figures(resumed)).isEqualTo(figures(whole));
    assertThat(folder.resolve("resumed")).hasSameBinaryContentAs(folder.resolve("whole"));
  }

  @Test
  void afterTheLastRateOnlyTheTestIsLeft() throws IOException {
    Trial trial = trials.of(LORA, 1, SEARCHED);
    TrialOutcome whole = run(trial, "weights", new Told());

    Told told = new Told();
    TrialOutcome again = run(trial, "weights", told);

    assertThat(told.events).doesNotContain("trying 0.003").noneMatch(e -> e.startsWith("step"));
    assertThat(again.test()).isEqualTo(whole.test());
  }

  @Test
  void theBestKeepsItsStateAndInTheEndNobody() throws IOException {
    run(trials.of(LORA, 1, SEARCHED), "weights", new Told());
    Path checkpoints = folder.resolve("weights-checkpoints");

    assertThat(checkpoints).isDirectoryContaining("glob:**/rate-*");
    try (Stream<Path> left = Files.list(checkpoints)) {
      assertThat(left).hasSize(2);
    }
    new CheckpointStore(checkpoints, "whatever").clear();
    assertThat(checkpoints).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    // Correct, loss and rate of one, of the other
    "5, 9, 1e-3, 4, 1, 1e-4, true",
    "5, 1, 1e-3, 5, 9, 1e-4, true",
    "5, 1, 1e-3, 5, 1, 1e-4, false",
    "5, 1, 1e-4, 5, 1, 1e-3, true",
  })
  void ofTwoRatesTheBetterIsThatOfHigherAccuracyThenLowerLossThenTheSmaller(
      int correct, double loss, double rate, int correct2, double loss2, double rate2, boolean is) {
    assertThat(attempt(rate, correct, loss).isBetterThan(attempt(rate2, correct2, loss2)))
        .isEqualTo(is);
  }

  @Test
  void withoutValidationImagesThereIsNothingToChooseBy() {
    Trial trial = trials.of(LORA, 1, SEARCHED);
    DatasetSpec data = trial.dataset();
    Trial blind =
        new Trial(
            trial.experiment(),
            trial.model(),
            new DatasetSpec(
                data.origin(),
                data.train(),
                data.test(),
                0.01,
                data.limit(),
                data.transform(),
                data.classes()),
            trial.training(),
            trial.regime(),
            trial.seed());

    assertThatThrownBy(() -> run(blind, "weights", new Told()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("a larger validationFraction");
  }

  private static RateAttempt attempt(double rate, int correct, double loss) {
    EpochMetrics epoch =
        new EpochMetrics(
            1,
            rate,
            Tally.NONE,
            Optional.of(new Tally(loss, correct, 10)),
            Optional.empty(),
            1,
            1,
            1);
    return new RateAttempt(rate, List.of(epoch), 0, Optional.empty());
  }

  private static List<Optional<Tally>> figures(TrialOutcome outcome) {
    return outcome.search().orElseThrow().attempts().stream()
        .flatMap(a -> a.epochs().stream())
        .map(EpochMetrics::validation)
        .toList();
  }

  private TrialOutcome run(Trial trial, String weights, Told told) throws IOException {
    Sources sources =
        new Sources(new SourceSettings(folder.resolve("cache"), Optional.empty(), true));
    TrialInputs inputs = TrialInputs.gather(trial, sources, Device.cpu(), 2, () -> {});
    CheckpointStore store =
        new CheckpointStore(folder.resolve(weights + "-checkpoints"), inputs.fingerprint().whole());
    return TrialRun.run(
        inputs, folder.resolve(weights), new Checkpointing(store, Duration.ZERO), told);
  }

  /** Writes down what it is told, and interrupts at a step of all rates'. */
  private static final class Told implements TrialListener {
    private final List<String> events = new ArrayList<>();
    private int lastStep;
    private int steps;

    @Override
    public void started(TrialPlan plan) {
      events.add("started");
    }

    @Override
    public void resumed(List<EpochMetrics> finished, long step, double wallSeconds) {
      events.add("resumed after " + step);
    }

    @Override
    public void stepped(int epoch, int step, Tally soFar, double imagesPerSecond) {
      events.add("step " + epoch + "." + step);
      steps++;
      if (steps == lastStep) {
        throw new IllegalStateException("interrupted");
      }
    }

    @Override
    public void alive() {}

    @Override
    public void entered(TrialPhase phase) {}

    @Override
    public void trying(int number, int of, double learningRate) {
      events.add("trying " + learningRate);
    }

    @Override
    public void gaveUp(RateAttempt attempt) {
      events.add("gave up " + attempt.learningRate());
    }

    @Override
    public void chosen(RateAttempt attempt) {
      events.add("chosen " + attempt.learningRate());
    }

    @Override
    public void epochEnded(EpochMetrics epoch) {}
  }
}
