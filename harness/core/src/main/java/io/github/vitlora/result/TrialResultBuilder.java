package io.github.vitlora.result;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.regime.ParameterCount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts a trial's result together; what is not given is absent. */
public final class TrialResultBuilder {
  private final Trial trial;
  private ParameterCount parameters = new ParameterCount(0, 0);
  private Optional<String> fingerprint = Optional.empty();
  private Optional<Provenance> provenance = Optional.empty();
  private List<EpochResult> epochs = List.of();
  private Optional<TestResult> test = Optional.empty();
  private double wallSeconds;
  private Optional<MemoryByPhase> memoryByPhase = Optional.empty();
  private Optional<Long> savedBytes = Optional.empty();
  private Optional<String> savedSha256 = Optional.empty();
  private Optional<String> startedAt = Optional.empty();
  private Optional<RateChoice> rateChoice = Optional.empty();
  private Optional<Integer> testedEpoch = Optional.empty();

  TrialResultBuilder(Trial trial) {
    this.trial = trial;
  }

  /** The parameters as counted on the model. */
  public TrialResultBuilder parameters(ParameterCount counted) {
    parameters = counted;
    return this;
  }

  /** What identifies everything that determines the numbers, and its parts. */
  public TrialResultBuilder fingerprint(String whole, Provenance parts) {
    fingerprint = Optional.of(whole);
    provenance = Optional.of(parts);
    return this;
  }

  /** The finished epochs, in order. */
  public TrialResultBuilder epochs(List<EpochResult> finished) {
    epochs = finished;
    return this;
  }

  /** The figures on the test split. */
  public TrialResultBuilder test(TestResult figures) {
    test = Optional.of(figures);
    return this;
  }

  /** The time from the trial's start to its result. */
  public TrialResultBuilder wallSeconds(double seconds) {
    wallSeconds = seconds;
    return this;
  }

  /** The peak resident memory of the trial's process. */
  public TrialResultBuilder memory(MemoryByPhase peaks) {
    memoryByPhase = Optional.of(peaks);
    return this;
  }

  /** What the regime has to store: its size and the SHA-256 of its bytes. */
  public TrialResultBuilder saved(long bytes, String sha256) {
    savedBytes = Optional.of(bytes);
    savedSha256 = Optional.of(sha256);
    return this;
  }

  /** How the learning rate was chosen, where there were several. */
  public TrialResultBuilder rateChoice(Optional<RateChoice> choice) {
    rateChoice = choice;
    return this;
  }

  /** The epoch whose weights were tested, where that need not be the last. */
  public TrialResultBuilder testedEpoch(Optional<Integer> epoch) {
    testedEpoch = epoch;
    return this;
  }

  /** When the trial's process started. */
  public TrialResultBuilder startedAt(Instant instant) {
    startedAt = Optional.of(instant.toString());
    return this;
  }

  /** The result of a trial that ran to its end. */
  public TrialResult completed() {
    return build(TrialStatus.COMPLETED, Optional.empty(), Optional.empty());
  }

  /**
   * The result of a trial that did not.
   *
   * @param kind why
   * @param message why, for people
   */
  public TrialResult ended(FailureKind kind, String message) {
    TrialStatus status = kind == FailureKind.DIVERGENCE ? TrialStatus.DIVERGED : TrialStatus.FAILED;
    return build(status, Optional.of(message), Optional.of(kind));
  }

  private TrialResult build(
      TrialStatus status, Optional<String> message, Optional<FailureKind> kind) {
    return new TrialResult(
        trial.id(),
        trial.regime().key(),
        trial.regime().rankIfAny().stream().boxed().findFirst(),
        trial.regime().label(),
        trial.seed(),
        status,
        message,
        parameters.trainable(),
        parameters.total(),
        fingerprint,
        provenance,
        epochs,
        test,
        epochs.stream().mapToDouble(EpochResult::trainSeconds).sum(),
        wallSeconds,
        memoryByPhase.flatMap(MemoryByPhase::largest),
        memoryByPhase,
        savedBytes,
        savedSha256,
        startedAt,
        rateChoice,
        testedEpoch,
        kind);
  }
}
