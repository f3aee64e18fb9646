package io.github.vitlora.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import ai.djl.Device;
import io.github.vitlora.choice.RateCertificate;
import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.choice.TriedRate;
import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.regime.ClassWeights;
import io.github.vitlora.regime.EarlyStopping;
import io.github.vitlora.regime.RateBracket;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingOptionsBuilder;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.SmokeTrials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Trials that choose their learning rate on validation images. */
@Tag("slow")
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
    RateChoice choice = searched.result().rateChoice().orElseThrow();
    double chosen = choice.chosen().orElseThrow();
    TrialOutcome alone =
        run(trials.of(regime, 1, SEARCHED.withLearningRate(chosen)), "alone", new Told());

    assertThat(choice.tried()).extracting(TriedRate::learningRate).isEqualTo(RATES);
    assertThat(told.events)
        .startsWith("started", "trying 1.0E-5")
        .contains("trying 0.003", "trying 1.0E30")
        .endsWith("chosen " + chosen);
    assertThat(searched.result().test()).isPresent().isEqualTo(alone.result().test());
    assertThat(searched.predictions()).isEqualTo(alone.predictions());
    assertThat(searched.result().epochs())
        .extracting(EpochResult::trainLoss)
        .isEqualTo(alone.result().epochs().stream().map(EpochResult::trainLoss).toList());
    assertThat(folder.resolve("searched")).hasSameBinaryContentAs(folder.resolve("alone"));
  }

  /** Features are computed once, which takes longer by far than an epoch of the head. */
  @Test
  void theTimeOfAProbesFeaturesCountsForEachRateAlike() throws IOException {
    TrainingSpec recipe =
        TrainingSpec.adam(2, 16, 6, 1).withLearningRates(List.of(1e-3, 3e-3, 1e-2));

    RateChoice choice = choice(trials.of(new Regime.LinearProbe(), 1, recipe), new Told());

    assertThat(choice.tried())
        .extracting(TriedRate::seconds)
        .allMatch(seconds -> seconds > choice.tried().get(0).seconds() / 2);
  }

  /** Of 1e30 no loss is finite. */
  @Test
  void aRateThatDivergesIsOutOfTheQuestion() throws IOException {
    Told told = new Told();
    RateChoice choice = choice(trials.of(LORA, 1, SEARCHED), told);

    assertThat(told.events).containsOnlyOnce("gave up 1.0E30").doesNotContain("gave up 0.003");
    assertThat(choice.tried().get(2).message()).get().asString().contains("not a finite");
    assertThat(choice.chosen()).get().isNotEqualTo(RATES.get(2));
  }

  @Test
  void whereEveryRateDivergesTheTrialDoes() throws IOException {
    TrainingSpec hopeless = SEARCHED.withLearningRates(List.of(1e30, 1e31));

    TrialResult result = run(trials.of(LORA, 1, hopeless), "weights", new Told()).result();

    assertThat(result.status()).isEqualTo(TrialStatus.DIVERGED);
    assertThat(result.message()).get().asString().contains("every one of its learning rates");
    assertThat(result.rateChoice().orElseThrow().tried()).hasSize(2);
    assertThat(result.test()).isEmpty();
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
    assertThat(resumed.result().test()).isEqualTo(whole.result().test());
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
    assertThat(again.result().test()).isEqualTo(whole.result().test());
  }

  @Test
  void theBestKeepsItsStateAndInTheEndNobody() throws IOException {
    run(trials.of(LORA, 1, SEARCHED), "weights", new Told());
    Path checkpoints = folder.resolve("weights-checkpoints");

    assertThat(checkpoints).isDirectoryContaining("glob:**/rate-*");
    try (Stream<Path> left = Files.list(checkpoints)) {
      assertThat(left).hasSize(2);
    }
    new CheckpointStore(checkpoints, "whatever", Duration.ZERO).clear();
    assertThat(checkpoints).doesNotExist();
  }

  @Test
  void aSearchGoesOnWhileTheBestLiesAtItsEndAndTellsWhatItRestsOn() throws IOException {
    TrainingSpec searched =
        TrainingSpec.adam(2, 16, 6, 1).withAutoLearningRate().of(new Regime.BitFit());
    Told told = new Told();

    RateChoice choice = choice(trials.of(LORA, 1, searched), told);

    List<Double> tried = choice.tried().stream().map(TriedRate::learningRate).toList();
    RateCertificate certificate = choice.certificate().orElseThrow();
    assertThat(searched.options().learningRates()).containsExactly(3.16e-4, 1e-3, 3.16e-3);
    assertThat(told.events).contains("trying 3.16E-4", "trying 0.001", "trying 0.00316");
    assertThat(tried).isSorted().containsAll(searched.options().learningRates());
    assertThat(choice.tried())
        .filteredOn(one -> one.learningRate() == choice.chosen().orElseThrow())
        .singleElement()
        .satisfies(
            best ->
                assertThat(choice.tried())
                    .filteredOn(one -> one != best)
                    .allSatisfy(
                        one ->
                            assertThat(one.validationLoss().orElse(Double.MAX_VALUE))
                                .isGreaterThan(best.validationLoss().orElseThrow())));
    assertThat(certificate.criterion()).isEqualTo(EarlyStopping.On.LOSS);
    assertThat(choice.open().isPresent()).isEqualTo(tried.size() == RateBracket.MOST);
    assertThat(certificate.runnerUp()).get().isIn(tried).isNotEqualTo(choice.chosen().get());
    assertThat(certificate.standardErrors()).get().asInstanceOf(DOUBLE).isPositive();
  }

  @Test
  void anInterruptedSearchOfItsOwnRatesEndsAsIfItHadNotBeen() throws IOException {
    Trial trial =
        trials.of(
            LORA, 1, TrainingSpec.adam(2, 16, 6, 1).withAutoLearningRate().of(new Regime.BitFit()));
    TrialOutcome whole = run(trial, "whole", new Told());
    Told interrupted = new Told();
    interrupted.lastStep = 14;
    assertThatThrownBy(() -> run(trial, "resumed", interrupted)).hasMessage("interrupted");

    TrialOutcome resumed = run(trial, "resumed", new Told());

    assertThat(figures(resumed)).isEqualTo(figures(whole));
    assertThat(resumed.result().rateChoice().orElseThrow().certificate())
        .isEqualTo(whole.result().rateChoice().orElseThrow().certificate());
    assertThat(folder.resolve("resumed")).hasSameBinaryContentAs(folder.resolve("whole"));
  }

  @Test
  void aTrialAtTheRateOfAnotherSeedTrainsAsByThatRateAndTellsWhoseItIs() throws IOException {
    TrainingSpec fixed = TrainingSpec.adam(2, 16, 6, 3e-3);
    TrialOutcome alone = run(trials.of(LORA, 2, fixed), "alone", new Told());

    TrialOutcome given =
        run(trials.of(LORA, 2, fixed.withLearningRateOf(1, 3e-3)), "given", new Told());

    assertThat(given.result().rateChoice()).contains(RateChoice.ofSeed(1, 3e-3));
    assertThat(alone.result().rateChoice()).isEmpty();
    assertThat(given.result().test()).isEqualTo(alone.result().test());
    assertThat(given.result().fingerprint()).isNotEqualTo(alone.result().fingerprint());
    assertThat(folder.resolve("given")).hasSameBinaryContentAs(folder.resolve("alone"));
  }

  @Test
  void whereTheLastOfAListIsTheBestTheChoiceIsOpen() throws IOException {
    TrainingSpec low = SEARCHED.withLearningRates(List.of(1e-7, 1e-3));

    RateChoice choice = choice(trials.of(LORA, 1, low), new Told());

    assertThat(choice.certificate())
        .contains(
            new RateCertificate(EarlyStopping.On.ACCURACY, 12, Optional.empty(), Optional.empty()));
    assertThat(choice.open()).isPresent();
  }

  /** By accuracy a rate that learns the largest class alone could win. */
  @Test
  void whereClassesAreBalancedAListIsChosenFromByLoss() throws IOException {
    TrainingSpec listed = SEARCHED.withLearningRates(List.of(3e-3, 1e-5));
    TrainingSpec balanced =
        listed.withOptions(
            TrainingOptionsBuilder.builder(listed.options())
                .classWeights(ClassWeights.BALANCED)
                .build());

    RateChoice choice = choice(trials.of(LORA, 1, balanced), new Told());

    assertThat(choice.certificate().orElseThrow().criterion()).isEqualTo(EarlyStopping.On.LOSS);
    assertThat(choice.tried()).extracting(TriedRate::learningRate).containsExactly(1e-5, 3e-3);
    assertThat(choice.chosen())
        .isEqualTo(
            choice.tried().stream()
                .min(Comparator.comparingDouble(tried -> tried.validationLoss().orElseThrow()))
                .map(TriedRate::learningRate));
  }

  @Test
  void aLeadIsMeasuredByTheDifferencesOfImages() {
    // Differences 1, 2 and 3: mean 2, standard deviation 1, standard error 1 / sqrt(3).
    assertThat(SearchState.standardErrors(List.of(5.0, 1.0, 0.5), List.of(6.0, 3.0, 3.5)))
        .hasValueSatisfying(n -> assertThat(n).isCloseTo(2 * Math.sqrt(3), within(1e-12)));
    assertThat(SearchState.standardErrors(List.of(1.0, 2.0), List.of(2.0, 3.0))).isEmpty();
    assertThat(SearchState.standardErrors(List.of(1.0), List.of(2.0))).isEmpty();
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
    assertThat(SearchState.isBetter(tried(rate, correct, loss), tried(rate2, correct2, loss2)))
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

  private static TriedRate tried(double rate, int correct, double loss) {
    return new TriedRate(
        rate, Optional.of(correct / 10.0), Optional.of(loss / 10), 1, 2, Optional.empty());
  }

  /** What became of the rates, but for the time that it took. */
  private static List<TriedRate> figures(TrialOutcome outcome) {
    return outcome.result().rateChoice().orElseThrow().tried().stream()
        .map(
            t ->
                new TriedRate(
                    t.learningRate(),
                    t.validationAccuracy(),
                    t.validationLoss(),
                    t.epochs(),
                    0,
                    t.message()))
        .toList();
  }

  private RateChoice choice(Trial trial, Told told) throws IOException {
    return run(trial, "weights", told).result().rateChoice().orElseThrow();
  }

  private TrialOutcome run(Trial trial, String weights, Told told) throws IOException {
    Sources sources =
        new Sources(new SourceSettings(folder.resolve("cache"), Optional.empty(), true));
    TrialInputs inputs = TrialInputs.gather(trial, sources, Device.cpu(), 2, 0, () -> {});
    CheckpointStore store =
        new CheckpointStore(
            folder.resolve(weights + "-checkpoints"), inputs.fingerprint().whole(), Duration.ZERO);
    return TrialRun.run(inputs, folder.resolve(weights), store, told);
  }

  /** Writes down what it is told, and interrupts at a step of all rates'. */
  private static final class Told implements Consumer<TrialEvent> {
    private final List<String> events = new ArrayList<>();
    private int lastStep;
    private int steps;

    @Override
    public void accept(TrialEvent event) {
      if (event instanceof TrialEvent.Started) {
        events.add("started");
      } else if (event instanceof TrialEvent.Resumed resumed) {
        events.add("resumed after " + resumed.step());
      } else if (event instanceof TrialEvent.Trying trying) {
        events.add("trying " + trying.learningRate());
      } else if (event instanceof TrialEvent.GaveUp gaveUp) {
        events.add("gave up " + gaveUp.learningRate());
      } else if (event instanceof TrialEvent.Chosen chosen) {
        events.add("chosen " + chosen.learningRate());
      } else if (event instanceof TrialEvent.Stepped stepped) {
        events.add("step " + stepped.epoch() + "." + stepped.step());
        steps++;
        if (steps == lastStep) {
          throw new IllegalStateException("interrupted");
        }
      }
    }
  }
}
