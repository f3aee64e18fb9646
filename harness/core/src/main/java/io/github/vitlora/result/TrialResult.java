package io.github.vitlora.result;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.vitlora.choice.PenaltyChoice;
import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Trial;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Everything a trial reports.
 *
 * @param id the trial's slug
 * @param regime key of its regime
 * @param rank its LoRA rank, for regimes that have one
 * @param label what people read
 * @param seed its seed
 * @param status how it ended
 * @param message why it ended so, for trials that did not complete
 * @param trainableParameters parameters with a gradient
 * @param totalParameters parameters of the model as it runs, adapters included
 * @param fingerprint identifies everything that determines the numbers, where it is known
 * @param provenance the fingerprint's parts, where they are known
 * @param epochs the finished epochs, in order
 * @param test the figures on the test split, for completed trials
 * @param trainingSeconds sum of the epochs' training seconds
 * @param wallSeconds from the trial's start to its result
 * @param peakMemoryBytes peak resident memory of the trial's process, where the system tells it
 * @param memoryByPhase the same in each phase, where the system tells it
 * @param savedBytes size of what the regime has to store, for completed trials
 * @param savedSha256 hash of it in hexadecimal, for completed trials
 * @param startedAt when the trial started, as {@link java.time.Instant} writes and reads it (ISO
 *     8601, UTC), where it is known
 * @param rateChoice how the learning rate was chosen, where there were several to try
 * @param testedEpoch the epoch whose weights were tested, where that need not be the last
 * @param failureKind why it did not complete, for programs; absent in results of earlier versions
 * @param penaltyChoice how an optimal linear probe chose its penalty, where the trial is one
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TrialResult(
    String id,
    String regime,
    Optional<Integer> rank,
    String label,
    long seed,
    TrialStatus status,
    Optional<String> message,
    long trainableParameters,
    long totalParameters,
    Optional<String> fingerprint,
    Optional<Provenance> provenance,
    List<EpochResult> epochs,
    Optional<TestResult> test,
    double trainingSeconds,
    double wallSeconds,
    Optional<Long> peakMemoryBytes,
    Optional<MemoryByPhase> memoryByPhase,
    Optional<Long> savedBytes,
    Optional<String> savedSha256,
    Optional<String> startedAt,
    Optional<RateChoice> rateChoice,
    Optional<Integer> testedEpoch,
    Optional<FailureKind> failureKind,
    Optional<PenaltyChoice> penaltyChoice)
    implements TrialResultBuilder.With {

  /** Copies the epochs. */
  public TrialResult {
    epochs = List.copyOf(requireNonNull(epochs, "the field epochs is missing"));
  }

  /**
   * Begins the result of a trial that ran to its end, with what follows from the trial itself and
   * its epochs.
   *
   * @param epochs the finished ones, in order
   */
  public static TrialResultBuilder of(Trial trial, List<EpochResult> epochs) {
    return TrialResultBuilder.builder()
        .id(trial.id())
        .regime(trial.regime().key())
        .rank(trial.regime().rankIfAny().stream().boxed().findFirst())
        .label(trial.regime().label())
        .seed(trial.seed())
        .status(TrialStatus.COMPLETED)
        .epochs(epochs)
        .trainingSeconds(epochs.stream().mapToDouble(EpochResult::trainSeconds).sum());
  }

  /**
   * Returns the result of the same trial as one that did not run to its end.
   *
   * @param kind why
   * @param why the same, for people
   */
  public TrialResult ended(FailureKind kind, String why) {
    boolean diverged = kind == FailureKind.DIVERGENCE;
    return with(
        result ->
            result
                .status(diverged ? TrialStatus.DIVERGED : TrialStatus.FAILED)
                .message(why)
                .failureKind(kind));
  }

  /** Why it did not complete; empty if it did. */
  public Optional<FailureKind> failure() {
    return switch (status) {
      case COMPLETED -> Optional.empty();
      case DIVERGED -> Optional.of(failureKind.orElse(FailureKind.DIVERGENCE));
      case FAILED -> Optional.of(failureKind.orElse(FailureKind.UNKNOWN));
    };
  }

  /**
   * Whether optimizer steps were taken: a classifier that is made of frozen features at once has
   * one epoch, of learning rate 0.
   */
  public boolean tookSteps() {
    return epochs.stream().anyMatch(epoch -> epoch.learningRate() > 0);
  }

  /** The figure that {@code metric} names, where this trial has it. */
  public OptionalDouble metric(Metric metric) {
    return switch (metric) {
      case TEST_ACCURACY -> optional(test.map(TestResult::accuracy));
      case TEST_LOSS -> optional(test.map(TestResult::loss));
      case TOP5_ACCURACY -> figure(ClassificationFigures::top5Accuracy);
      case BALANCED_ACCURACY -> figure(ClassificationFigures::balancedAccuracy);
      case MACRO_F1 -> figure(ClassificationFigures::macroF1);
      case EXPECTED_CALIBRATION_ERROR -> figure(ClassificationFigures::expectedCalibrationError);
      case BRIER -> figure(ClassificationFigures::brier);
      case VALIDATION_ACCURACY -> optional(endEpoch().flatMap(EpochResult::validationAccuracy));
      case VALIDATION_LOSS -> optional(endEpoch().flatMap(EpochResult::validationLoss));
      case TRAINABLE_PARAMETERS -> OptionalDouble.of(trainableParameters);
      case TOTAL_PARAMETERS -> OptionalDouble.of(totalParameters);
      case TRAINING_SECONDS -> OptionalDouble.of(trainingSeconds);
      case WALL_SECONDS -> OptionalDouble.of(wallSeconds);
      case IMAGES_PER_SECOND -> medianImagesPerSecond();
      case PEAK_MEMORY_BYTES -> optional(peakMemoryBytes.map(Long::doubleValue));
      case SAVED_BYTES -> optional(savedBytes.map(Long::doubleValue));
    };
  }

  private OptionalDouble figure(Function<ClassificationFigures, Optional<Double>> figure) {
    return optional(test.flatMap(TestResult::figures).flatMap(figure));
  }

  /** The epoch that the tested weights are of: the last one where nothing else is said. */
  private Optional<EpochResult> endEpoch() {
    return epochs.stream()
        .filter(e -> testedEpoch.isEmpty() || testedEpoch.get() == e.epoch())
        .reduce((earlier, later) -> later);
  }

  private OptionalDouble medianImagesPerSecond() {
    double[] sorted = epochs.stream().mapToDouble(EpochResult::imagesPerSecond).sorted().toArray();
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of((sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2);
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }
}
