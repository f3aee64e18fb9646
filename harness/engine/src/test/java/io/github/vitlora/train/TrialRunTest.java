package io.github.vitlora.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.image.ImageException;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.kernel.Kernels;
import io.github.vitlora.learner.ChosenKernels;
import io.github.vitlora.regime.ClassWeights;
import io.github.vitlora.regime.EarlyStopping;
import io.github.vitlora.regime.LoraInitialisation;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.LoraOptionsBuilder;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.OptimizerKind;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.Sampling;
import io.github.vitlora.regime.ScheduleKind;
import io.github.vitlora.regime.TrainedBiases;
import io.github.vitlora.regime.TrainingOptionsBuilder;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.GradientNorms;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.TestResult;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class TrialRunTest {
  private static final Offset<Double> EXACT = within(1e-9);

  private static final AugmentationSpec AUGMENTED =
      new AugmentationSpec(
              0.5, Optional.of(new AugmentationSpec.ResizedCrop(0.3, 1, 0.75, 4 / 3.0)))
          .with(
              to ->
                  to.randAugment(new AugmentationSpec.RandAugment(1, 9))
                      .colourJitter(new AugmentationSpec.ColourJitter(0.4, 0.4, 0.4, 0.1)))
          .withMixup(0.4);

  @TempDir Path folder;
  private SmokeTrials trials;

  @BeforeEach
  void prepare() throws IOException {
    trials = SmokeTrials.in(folder);
  }

  static Stream<Regime> regimes() {
    return Stream.of(
        new Regime.FullFineTuning(),
        new Regime.LinearProbe(),
        SmokeTrials.LORA,
        ALSO_NORMS,
        DORA,
        new Regime.Lora("lora", 4, 8, List.of("attn.q", "attn.v"), 0.1));
  }

  /** With dropout, which an adapter of any kind can have. */
  private static final Regime DORA =
      SmokeTrials.LORA.with(
          LoraOptionsBuilder.builder(LoraOptions.PLAIN).variant(LoraVariant.DORA).build());

  /** Without dropout, so that kernels compute it. */
  private static final Regime ALSO_NORMS =
      new Regime.Lora("lora", 4, 8, List.of("attn.qkv"), 0)
          .with(
              LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                  .alsoTrain(List.of("norm1", "norm2", "norm"))
                  .build());

  @ParameterizedTest
  @MethodSource("regimes")
  void twoRunsOfATrialAreBitEqual(Regime regime) throws IOException {
    Course first = run(trials.of(regime, 1), "first");
    Course second = run(trials.of(regime, 1), "second");
    Course other = run(trials.of(regime, 2), "other");

    assertThat(second.figures()).isEqualTo(first.figures());
    assertThat(folder.resolve("second")).hasSameBinaryContentAs(folder.resolve("first"));
    assertThat(other.figures()).isNotEqualTo(first.figures());
  }

  /** What DJL keeps in Java memory must outlive the backward pass, whenever the collector runs. */
  @Test
  void theGarbageCollectorChangesNothing() throws IOException {
    Trial trial = trials.of(SmokeTrials.LORA, 1);
    Course calm = run(trial, "calm");

    AtomicBoolean done = new AtomicBoolean();
    Thread collector =
        new Thread(
            () -> {
              while (!done.get()) {
                System.gc();
              }
            });
    collector.start();
    Course harried;
    try {
      harried = run(trial, "harried");
    } finally {
      done.set(true);
    }

    assertThat(harried.figures()).isEqualTo(calm.figures());
    assertThat(folder.resolve("harried")).hasSameBinaryContentAs(folder.resolve("calm"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 6})
  void anInterruptedTrialEndsBitEqual(long interruption) throws IOException {
    Trial trial = trials.of(SmokeTrials.LORA, 1);
    Course whole = run(trial, "whole");

    assertThatThrownBy(
            () ->
                run(
                    trial,
                    "resumed",
                    step -> {
                      if (step == interruption) {
                        throw new IllegalStateException("interrupted");
                      }
                    }))
        .hasMessage("interrupted");
    Course resumed = run(trial, "resumed");

    assertThat(resumed.resumedAfter()).isEqualTo(interruption - 1);
    assertThat(resumed.figures()).isEqualTo(whole.figures());
    assertThat(folder.resolve("resumed")).hasSameBinaryContentAs(folder.resolve("whole"));
  }

  static Stream<Regime> regimesOfKernels() {
    return Stream.of(
        ALSO_NORMS,
        new Regime.Lora("lora", 4, 8, List.of("attn.qkv"), 0)
            .with(
                LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                    .loraPlusRatio(4)
                    .bias(TrainedBiases.ALL)
                    .build()),
        new Regime.Lora("lora", 4, 8, List.of("attn.qkv"), 0)
            .with(
                LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                    .initialisation(LoraInitialisation.PISSA)
                    .build()),
        new Regime.Lora("lora", 4, 8, List.of("query", "value"), 0),
        new Regime.BitFit(),
        new Regime.LayerNormTuning(),
        new Regime.LastBlocks("lastBlocks", 1));
  }

  @ParameterizedTest
  @MethodSource("regimesOfKernels")
  void whateverIsTrainedGoesOnWhereItWas(Regime regime) throws IOException {
    Trial trial = trials.of(regime, 1);
    Course whole = run(trial, "whole");
    assertThatThrownBy(() -> run(trial, "resumed", TrialRunTest::interruptAtStepFive))
        .hasMessage("interrupted");

    assertThat(ChosenKernels.of(trial, Device.cpu()).names()).isEqualTo(Kernels.FLOAT32.sources());
    assertThat(run(trial, "resumed").figures()).isEqualTo(whole.figures());
    assertThat(folder.resolve("resumed")).hasSameBinaryContentAs(folder.resolve("whole"));
  }

  static Stream<Regime> regimesOfAugmentation() {
    return Stream.of(new Regime.LinearProbe(), SmokeTrials.LORA, ALSO_NORMS);
  }

  @ParameterizedTest
  @MethodSource("regimesOfAugmentation")
  void augmentedImagesAreTheSameWhereverATrialGoesOn(Regime regime) throws IOException {
    Trial trial = trials.augmented(trials.of(regime, 1), AUGMENTED);
    Course whole = run(trial, "whole");
    assertThatThrownBy(() -> run(trial, "resumed", TrialRunTest::interruptAtStepFive))
        .hasMessage("interrupted");
    Course resumed = run(trial, "resumed");

    assertThat(resumed.resumedAfter()).isEqualTo(4);
    assertThat(resumed.figures()).isEqualTo(whole.figures());
    assertThat(folder.resolve("resumed")).hasSameBinaryContentAs(folder.resolve("whole"));
    assertThat(run(trials.of(regime, 1), "plain").figures()).isNotEqualTo(whole.figures());
  }

  private static final TrainingSpec SGD =
      TrainingSpec.adam(2, 16, 6, 3e-2)
          .withOptimizer(OptimizerKind.SGD)
          .withWeightDecay(0.01)
          .withOptions(TrainingOptionsBuilder.builder().momentum(0.9).nesterov(true).build());

  private static final TrainingSpec CLIPPED_AND_SMOOTHED =
      TrainingSpec.adam(2, 16, 6, 3e-3)
          .withOptions(
              TrainingOptionsBuilder.builder()
                  .gradientClipping(Optional.of(0.5))
                  .labelSmoothing(0.1)
                  .build());

  /** At a rate that makes it worse sooner or later. */
  private static final TrainingSpec STOPPED =
      TrainingSpec.adam(6, 16, 6, 3e-2)
          .withOptions(
              TrainingOptionsBuilder.builder()
                  .earlyStopping(Optional.of(new EarlyStopping(1, EarlyStopping.On.LOSS)))
                  .build());

  private static final TrainingSpec BY_DEPTH =
      TrainingSpec.adam(2, 16, 6, 3e-3)
          .withOptimizer(OptimizerKind.ADAMW)
          .withWeightDecay(0.05)
          .withSchedule(ScheduleKind.COSINE)
          .withWarmupFraction(0.3)
          .withOptions(
              TrainingOptionsBuilder.builder().layerDecay(Optional.of(0.65)).dropPath(0.4).build());

  static Stream<TrainingSpec> recipes() {
    return Stream.of(SGD, CLIPPED_AND_SMOOTHED, STOPPED, BY_DEPTH);
  }

  /** By kernels, and by plain operators, which dropout wants. */
  @ParameterizedTest
  @MethodSource("recipes")
  void whateverTheRecipeATrialGoesOnWhereItWas(TrainingSpec recipe) throws IOException {
    for (Regime regime : List.of(ALSO_NORMS, SmokeTrials.LORA)) {
      Trial trial = trials.of(regime, 1, recipe);
      String whole = "whole-" + regime.hashCode();
      String resumed = "resumed-" + regime.hashCode();
      Course expected = run(trial, whole);
      assertThatThrownBy(() -> run(trial, resumed, TrialRunTest::interruptAtStepFive))
          .hasMessage("interrupted");

      assertThat(run(trial, resumed).figures()).isEqualTo(expected.figures());
      assertThat(folder.resolve(resumed)).hasSameBinaryContentAs(folder.resolve(whole));
    }
  }

  static Stream<TrainingOptionsBuilder> balances() {
    return Stream.of(
        TrainingOptionsBuilder.builder().classWeights(ClassWeights.BALANCED),
        TrainingOptionsBuilder.builder().sampling(Sampling.BALANCED),
        TrainingOptionsBuilder.builder().sampling(Sampling.BALANCED).labelSmoothing(0.1));
  }

  /** Of three classes one has four images: by kernels, by plain operators, and of features. */
  @ParameterizedTest
  @MethodSource("balances")
  void whereClassesAreBalancedATrialGoesOnWhereItWas(TrainingOptionsBuilder options)
      throws IOException {
    for (int i = 4; i < 20; i++) {
      Files.delete(trials.images().resolve("train/disc/" + i + ".png"));
    }
    TrainingSpec recipe = TrainingSpec.adam(3, 16, 6, 3e-3);
    for (Regime regime : List.of(ALSO_NORMS, SmokeTrials.LORA, new Regime.LinearProbe())) {
      Trial trial = trials.of(regime, 1, recipe.withOptions(options.build()));
      String whole = "whole-" + regime.hashCode();
      String resumed = "resumed-" + regime.hashCode();
      Course expected = run(trial, whole);
      assertThatThrownBy(() -> run(trial, resumed, TrialRunTest::interruptAtStepFive))
          .hasMessage("interrupted");

      assertThat(run(trial, resumed).figures()).isEqualTo(expected.figures());
      assertThat(folder.resolve(resumed)).hasSameBinaryContentAs(folder.resolve(whole));
      assertThat(run(trials.of(regime, 1, recipe), "plain-" + regime.hashCode()).figures())
          .isNotEqualTo(expected.figures());
    }
  }

  /** The weights of the best epoch are those of a training that ended with it. */
  @Test
  void earlyStoppingTestsTheBestEpoch() throws IOException {
    TrialResult stopped = run(trials.of(ALSO_NORMS, 1, STOPPED), "stopped").result();
    int tested = stopped.testedEpoch().orElseThrow();
    TrialResult ended =
        run(
                trials.of(
                    ALSO_NORMS,
                    1,
                    STOPPED
                        .withEpochs(tested)
                        .withOptions(TrainingOptionsBuilder.builder().build())),
                "ended")
            .result();

    assertThat(stopped.epochs().size()).isBetween(tested, Math.min(tested + 1, 6));
    assertThat(stopped.test()).isPresent().isEqualTo(ended.test());
    assertThat(folder.resolve("stopped")).hasSameBinaryContentAs(folder.resolve("ended"));
  }

  @Test
  void theNormsOfClippedGradientsAreTold() throws IOException {
    List<EpochResult> epochs =
        run(trials.of(ALSO_NORMS, 1, CLIPPED_AND_SMOOTHED), "weights").result().epochs();

    assertThat(epochs)
        .allSatisfy(
            epoch -> {
              GradientNorms norms = epoch.gradientNorms().orElseThrow();
              assertThat(norms.clippedSteps()).isBetween(0, 3);
              assertThat(norms.largest()).isGreaterThanOrEqualTo(norms.mean()).isPositive();
            });
    assertThat(run(trials.of(ALSO_NORMS, 1), "plain").result().epochs())
        .allSatisfy(epoch -> assertThat(epoch.gradientNorms()).isEmpty());
  }

  @Test
  void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
    Trial trial = trials.of(new Regime.FullFineTuning(), 1);
    Course whole = run(trial, "whole");
    assertThatThrownBy(() -> run(trial, "resumed", TrialRunTest::interruptAtStepFive))
        .hasMessage("interrupted");
    Path newest;
    try (Stream<Path> files = Files.list(folder.resolve("resumed-checkpoints"))) {
      newest = files.max(Comparator.comparing(Path::getFileName)).orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);

    Course resumed = run(trial, "resumed");

    assertThat(newest.getFileName().toString()).startsWith("step-4-");
    assertThat(resumed.resumedAfter()).isEqualTo(3);
    assertThat(resumed.figures()).isEqualTo(whole.figures());
    assertThat(folder.resolve("resumed")).hasSameBinaryContentAs(folder.resolve("whole"));
  }

  private static void interruptAtStepFive(long step) {
    if (step == 5) {
      throw new IllegalStateException("interrupted");
    }
  }

  @Test
  void aCheckpointOfAnotherTrialIsNotTakenUp() throws IOException {
    Trial trial = trials.of(new Regime.LinearProbe(), 1);
    assertThatThrownBy(() -> run(trial, "weights", TrialRunTest::interruptAtStepFive))
        .hasMessage("interrupted");

    Course other = run(trials.of(new Regime.LinearProbe(), 1, 1e-3), "weights");

    assertThat(other.resumedAfter()).isZero();
  }

  @Test
  void followsItsPlan() throws IOException {
    Course course = run(trials.of(SmokeTrials.LORA, 1), "weights");

    // 20 images of each of three classes, a fifth of them held out; 16 to a step.
    assertThat(course.started().epochs()).isEqualTo(2);
    assertThat(course.started().stepsPerEpoch()).isEqualTo(3);
    assertThat(course.steps()).containsExactly("1.1", "1.2", "1.3", "2.1", "2.2", "2.3");
    assertThat(course.result().epochs()).extracting(EpochResult::epoch).containsExactly(1, 2);
    assertThat(course.result().epochs())
        .allSatisfy(
            epoch -> {
              assertThat(epoch.imagesPerSecond() * epoch.trainSeconds()).isCloseTo(48, EXACT);
              double correct = 12 * epoch.validationAccuracy().orElseThrow();
              assertThat(correct).isCloseTo(Math.rint(correct), EXACT);
            });
    assertThat(course.result().test()).get().extracting(TestResult::images).isEqualTo(24);
    assertThat(course.result().savedBytes()).hasValue(Files.size(folder.resolve("weights")));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void predictionsAreWhatTheTestFiguresCount(Regime regime) throws IOException {
    TrialOutcome outcome = run(trials.of(regime, 1), "weights").outcome();

    TestResult test = outcome.result().test().orElseThrow();
    List<Prediction> predictions = outcome.predictions();
    assertThat(predictions).hasSize(test.images());
    assertThat((double) predictions.stream().filter(Prediction::correct).count() / test.images())
        .isEqualTo(test.accuracy());
    // Cross-entropy is the mean of -log of what the true class is given.
    assertThat(predictions.stream().mapToDouble(p -> -Math.log(p.trueClassProbability())).average())
        .hasValueCloseTo(test.loss(), within(1e-4 * test.loss()));
    assertThat(predictions)
        .allSatisfy(
            p -> {
              assertThat(p.probability()).isBetween(1f / 3, 1f);
              assertThat(p.trueClassProbability())
                  .isLessThanOrEqualTo(p.probability())
                  .satisfies(q -> assertThat(q.equals(p.probability())).isEqualTo(p.correct()));
              // No two of the three classes have the same logit.
              assertThat(p.standing().orElseThrow().rank() == 1).isEqualTo(p.correct());
              assertThat(p.standing().orElseThrow().brier()).isBetween(0f, 2f);
            });
    assertThat(predictions.get(0).image()).matches("val/[a-z]+/\\d+\\.png");
  }

  @Test
  void fullFineTuningLearnsTheDrawings() throws IOException {
    TrialResult result = run(trials.of(new Regime.FullFineTuning(), 1), "weights").result();

    double first = result.epochs().get(0).trainLoss();
    double second = result.epochs().get(1).trainLoss();
    assertThat(second).isLessThan(first);
    assertThat(result.test())
        .get()
        .extracting(TestResult::accuracy)
        .satisfies(accuracy -> assertThat((double) accuracy).isGreaterThan(0.5));
  }

  @Test
  void aLossThatIsNotFiniteEndsTheTrial() throws IOException {
    TrialResult result = run(trials.of(new Regime.FullFineTuning(), 1, 1e30), "weights").result();

    assertThat(result.status()).isEqualTo(TrialStatus.DIVERGED);
    assertThat(result.message()).get().asString().contains("epoch 1, step");
    assertThat(result.test()).isEmpty();
    assertThat(folder.resolve("weights")).doesNotExist();
  }

  /** Its loss is still finite before the one step, and no longer after it. */
  @Test
  void aTrialWhoseLastStepDivergesIsNotTakenForCompleted() throws IOException {
    Trial trial = trials.of(new Regime.FullFineTuning(), 1, 1e30);
    TrainingSpec recipe = trial.training();
    Trial oneStep =
        new Trial(
            trial.experiment(),
            trial.model(),
            trial.dataset(),
            TrainingSpec.adam(1, 1000, recipe.microBatch(), 1e30),
            trial.regime(),
            trial.seed());

    TrialResult result = run(oneStep, "weights").result();

    assertThat(result.message()).get().asString().contains("validation images after epoch 1");
    assertThat(result.test()).isEmpty();
    assertThat(folder.resolve("weights")).doesNotExist();
  }

  @Test
  void aTruncatedImageEndsTheTrialWithItsPath() throws IOException {
    Path image = trials.images().resolve("val/disc/3.png");
    byte[] whole = Files.readAllBytes(image);
    Files.write(image, Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> run(trials.of(new Regime.LinearProbe(), 1), "weights"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(image.toString());
  }

  private Course run(Trial trial, String weights) throws IOException {
    return run(trial, weights, step -> {});
  }

  /** Runs a trial whose listener is told each step of the whole trial, and may throw. */
  private Course run(Trial trial, String weights, LongConsumer atStep) throws IOException {
    Sources sources =
        new Sources(new SourceSettings(folder.resolve("cache"), Optional.empty(), true));
    TrialInputs inputs = TrialInputs.gather(trial, sources, Device.cpu(), 2, 0, () -> {});
    CheckpointStore store =
        new CheckpointStore(
            folder.resolve(weights + "-checkpoints"), inputs.fingerprint().whole(), Duration.ZERO);
    Recorder recorder = new Recorder(atStep);
    TrialOutcome outcome = TrialRun.run(inputs, folder.resolve(weights), store, recorder);
    return new Course(
        outcome, recorder.started.orElseThrow(), recorder.steps, recorder.resumedAfter);
  }

  private static final class Recorder implements Consumer<TrialEvent> {
    private final LongConsumer atStep;
    private final List<String> steps = new ArrayList<>();
    private Optional<TrialEvent.Started> started = Optional.empty();
    private long resumedAfter;
    private long step;

    Recorder(LongConsumer atStep) {
      this.atStep = atStep;
    }

    @Override
    public void accept(TrialEvent event) {
      if (event instanceof TrialEvent.Started plan) {
        started = Optional.of(plan);
      } else if (event instanceof TrialEvent.Resumed resumed) {
        step = resumed.step();
        resumedAfter = step;
      } else if (event instanceof TrialEvent.Stepped stepped) {
        steps.add(stepped.epoch() + "." + stepped.step());
        step++;
        atStep.accept(step);
      }
    }
  }

  private record Course(
      TrialOutcome outcome, TrialEvent.Started started, List<String> steps, long resumedAfter) {
    TrialResult result() {
      return outcome.result();
    }

    /** Everything but times. */
    List<Object> figures() {
      List<Object> figures = new ArrayList<>();
      for (EpochResult e : result().epochs()) {
        figures.add(List.of(e.trainLoss(), e.trainAccuracy()));
        figures.add(List.of(e.validationLoss(), e.validationAccuracy(), e.gradientNorms()));
      }
      figures.add(result().test());
      figures.add(outcome.predictions());
      return figures;
    }
  }
}
