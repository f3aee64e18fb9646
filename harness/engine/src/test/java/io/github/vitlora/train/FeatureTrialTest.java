package io.github.vitlora.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.batch.Batch;
import io.github.vitlora.choice.PenaltyChoice;
import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.learner.Classifications;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.Prediction;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.transform.ImageTransform;
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
import org.junit.jupiter.params.provider.MethodSource;

/** Trials that take no optimizer steps, on drawn images and a small network of random weights. */
class FeatureTrialTest {
  @TempDir Path folder;
  private final List<TrialEvent> events = new ArrayList<>();
  private SmokeTrials trials;

  @BeforeEach
  void prepare() throws IOException {
    trials = SmokeTrials.in(folder);
  }

  static Stream<Regime> regimes() {
    return Stream.of(
        new Regime.NearestMean(), new Regime.NearestNeighbours(5), new Regime.OptimalProbe());
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void twoRunsOfATrialAreBitEqual(Regime regime) throws IOException {
    TrialOutcome first = run(trials.of(regime, 1), "first");
    TrialOutcome second = run(trials.of(regime, 1), "second");

    assertThat(second.predictions()).isEqualTo(first.predictions());
    assertThat(second.result().test()).isEqualTo(first.result().test());
    assertThat(folder.resolve("second")).hasSameBinaryContentAs(folder.resolve("first"));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void itsOnePassIsToldAsOneEpochWithoutSteps(Regime regime) throws IOException {
    TrialResult result = run(trials.of(regime, 1), "weights").result();

    EpochResult epoch = result.epochs().get(0);
    assertThat(result.epochs()).hasSize(1);
    assertThat(result.tookSteps()).isFalse();
    assertThat(epoch.trainLoss()).isPositive().isFinite();
    assertThat(epoch.validationLoss()).hasValueSatisfying(loss -> assertThat(loss).isFinite());
    assertThat(12 * epoch.validationAccuracy().orElseThrow())
        .isCloseTo(Math.rint(12 * epoch.validationAccuracy().orElseThrow()), within(1e-9));
    assertThat(result.savedBytes()).hasValue(Files.size(folder.resolve("weights")));
    assertThat(events).hasAtLeastOneElementOfType(TrialEvent.EpochEnded.class);
    assertThat(events).doesNotHaveAnyElementsOfTypes(TrialEvent.Stepped.class);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void predictionsAreWhatTheTestFiguresCount(Regime regime) throws IOException {
    TrialOutcome outcome = run(trials.of(regime, 1), "weights");

    TestResult test = outcome.result().test().orElseThrow();
    List<Prediction> predictions = outcome.predictions();
    assertThat(predictions).hasSize(24);
    assertThat((double) predictions.stream().filter(Prediction::correct).count() / 24)
        .isEqualTo(test.accuracy())
        .isGreaterThan(0.5);
    assertThat(predictions.stream().mapToDouble(p -> -Math.log(p.trueClassProbability())).average())
        .hasValueCloseTo(test.loss(), within(1e-4 * test.loss()));
    assertThat(predictions)
        .allSatisfy(p -> assertThat(p.probability()).isBetween(1f / 3 - 1e-6f, 1f));
  }

  /** So that what is exported, or predicts other images, is what was tested. */
  @ParameterizedTest
  @MethodSource("regimes")
  void whatItSavedClassifiesAsItDid(Regime regime) throws IOException {
    Trial trial = trials.of(regime, 1);
    TrialOutcome outcome = run(trial, "weights");
    TrialInputs inputs = gather(trial);
    List<LabelledImage> test = inputs.splits().test();
    ImageTransform transform = new ImageTransform(trial.dataset().transform());
    List<byte[]> crops = new ArrayList<>();
    for (LabelledImage image : test) {
      crops.add(transform.crop(image.image().decode()));
    }
    SavedTrial saved =
        new SavedTrial(
            trial,
            outcome.result(),
            inputs.classNames(),
            inputs.weights(),
            folder.resolve("weights"));

    Classifications again = new Classifications(inputs.classNames());
    try (NDManager manager = NDManager.newBaseManager();
        TrainedModel model = TrainedModel.load(manager, saved)) {
      Batch batch = new Batch(transform, test, crops);
      NDArray logits = model.logits(batch.toPixels(manager));
      again.add(batch, logits);
    }

    assertThat(again.predictions())
        .usingRecursiveComparison()
        .withComparatorForType(
            (one, other) -> Math.abs(one - other) < 1e-3 ? 0 : Float.compare(one, other),
            Float.class)
        .isEqualTo(outcome.predictions());
  }

  @Test
  void thePenaltyOfTheLowestValidationLossIsChosen() throws IOException {
    TrialResult result = run(trials.of(new Regime.OptimalProbe(), 1), "weights").result();

    PenaltyChoice choice = result.penaltyChoice().orElseThrow();
    PenaltyChoice.TriedPenalty chosen =
        choice.tried().stream()
            .filter(tried -> tried.penalty() == choice.chosen())
            .findFirst()
            .orElseThrow();
    assertThat(choice.tried())
        .extracting(PenaltyChoice.TriedPenalty::penalty)
        .containsExactly(1.0, 0.1, 0.01, 1e-3, 1e-4);
    assertThat(choice.tried())
        .allSatisfy(
            tried -> {
              assertThat(tried.gradient()).isLessThanOrEqualTo(1e-8);
              assertThat(tried.validationLoss()).isGreaterThanOrEqualTo(chosen.validationLoss());
            });
    assertThat(result.metric(Metric.VALIDATION_LOSS)).hasValue(chosen.validationLoss());
    assertThat(result.trainableParameters()).isEqualTo(3 * 33);
  }

  @Test
  void withoutValidationImagesNoPenaltyCanBeChosen() {
    Trial trial = trials.of(new Regime.OptimalProbe(), 1);
    Trial blind = trial.withDataset(trial.dataset().withValidationFraction(0));

    assertThatThrownBy(() -> run(blind, "weights"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("a larger validationFraction");
    assertThatCode(() -> run(blind.withRegime(new Regime.NearestMean()), "weights"))
        .doesNotThrowAnyException();
  }

  @Test
  void moreNeighboursThanImagesAreRefused() {
    // 20 images of each of three classes, a fifth of them held out.
    assertThatThrownBy(() -> run(trials.of(new Regime.NearestNeighbours(49), 1), "weights"))
        .isInstanceOf(DatasetException.class)
        .hasMessage("k is 49, and there are 48 training images: k is at most that");
  }

  private TrialOutcome run(Trial trial, String weights) throws IOException {
    TrialInputs inputs = gather(trial);
    CheckpointStore none =
        new CheckpointStore(
            folder.resolve("checkpoints"), inputs.fingerprint().whole(), Duration.ZERO);
    return TrialRun.run(inputs, folder.resolve(weights), none, events::add);
  }

  private TrialInputs gather(Trial trial) throws IOException {
    Sources sources =
        new Sources(new SourceSettings(folder.resolve("cache"), Optional.empty(), true));
    return TrialInputs.gather(trial, sources, Device.cpu(), 2, 0, () -> {});
  }
}
