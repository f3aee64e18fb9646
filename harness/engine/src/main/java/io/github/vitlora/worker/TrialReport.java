package io.github.vitlora.worker;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.fingerprint.Fingerprint;
import io.github.vitlora.job.Fault;
import io.github.vitlora.job.TrialPhase;
import io.github.vitlora.learner.Tally;
import io.github.vitlora.regime.ParameterCount;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.GradientNorms;
import io.github.vitlora.result.Provenance;
import io.github.vitlora.result.RateChoice;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialResultBuilder;
import io.github.vitlora.result.TriedRate;
import io.github.vitlora.train.EpochMetrics;
import io.github.vitlora.train.RateAttempt;
import io.github.vitlora.train.RateSearch;
import io.github.vitlora.train.TrialOutcome;
import io.github.vitlora.train.TrialPlan;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers a trial's figures as it runs and turns them into its result, whichever way it ends. */
final class TrialReport {
  private final Trial trial;
  private final long startNanos;
  private final Instant startedAt = Instant.now();
  private final PeakMemory memory;
  private final List<EpochResult> epochs = new ArrayList<>();
  private Optional<Fingerprint> fingerprint = Optional.empty();
  private Optional<String> weightsCommit = Optional.empty();
  private double wallSecondsBefore;
  private ParameterCount parameters = new ParameterCount(0, 0);

  TrialReport(Trial trial, long startNanos, PeakMemory memory) {
    this.trial = trial;
    this.startNanos = startNanos;
    this.memory = memory;
  }

  void identified(Fingerprint trialFingerprint, Optional<String> commit) {
    fingerprint = Optional.of(trialFingerprint);
    weightsCommit = commit;
  }

  void entered(TrialPhase phase) {
    memory.enter(phase);
  }

  void started(TrialPlan plan) {
    parameters = plan.parameters();
  }

  void resumed(List<EpochMetrics> finished, double wallSeconds) {
    finished.forEach(this::epochEnded);
    wallSecondsBefore = wallSeconds;
  }

  void epochEnded(EpochMetrics epoch) {
    epochs.add(figures(epoch));
  }

  /** Another learning rate begins from the start. */
  void trying() {
    epochs.clear();
  }

  static EpochResult figures(EpochMetrics epoch) {
    Tally training = epoch.training();
    return new EpochResult(
        epoch.epoch(),
        epoch.learningRate(),
        training.loss(),
        training.accuracy(),
        epoch.validation().map(Tally::loss),
        epoch.validation().map(Tally::accuracy),
        epoch.trainSeconds(),
        epoch.validationSeconds(),
        training.images() / epoch.trainSeconds(),
        Optional.of(epoch.stepSeconds()),
        epoch.gradients().map(g -> new GradientNorms(g.mean(), g.largest(), g.clipped())));
  }

  TrialResult ended(TrialOutcome outcome, Optional<TestResult> test) throws IOException {
    TrialResultBuilder result =
        figures()
            .epochs(outcome.epochs().stream().map(TrialReport::figures).toList())
            .rateChoice(outcome.search().map(TrialReport::choice))
            .testedEpoch(outcome.testedEpoch());
    test.ifPresent(result::test);
    outcome.saved().ifPresent(s -> result.saved(s.bytes(), s.sha256()));
    return outcome.divergence().isPresent()
        ? result.ended(FailureKind.DIVERGENCE, outcome.divergence().get())
        : result.completed();
  }

  TrialResult failed(Fault fault) throws IOException {
    return figures().ended(fault.kind(), fault.message());
  }

  private TrialResultBuilder figures() throws IOException {
    TrialResultBuilder result =
        TrialResult.of(trial)
            .parameters(parameters)
            .epochs(epochs)
            .wallSeconds(wallSecondsBefore + (System.nanoTime() - startNanos) / 1e9)
            .memory(memory.byPhase())
            .startedAt(startedAt);
    fingerprint.ifPresent(f -> result.fingerprint(f.whole(), provenance(f)));
    return result;
  }

  private static RateChoice choice(RateSearch search) {
    return RateChoice.of(
        search.attempts().stream().map(TrialReport::tried).toList(),
        search.chosen().map(i -> search.attempts().get(i).learningRate()));
  }

  private static TriedRate tried(RateAttempt attempt) {
    return new TriedRate(
        attempt.learningRate(),
        attempt.validation().map(Tally::accuracy),
        attempt.validation().map(Tally::loss),
        attempt.epochs().size(),
        attempt.seconds(),
        attempt.divergence());
  }

  private Provenance provenance(Fingerprint of) {
    return new Provenance(of.recipe(), of.weights(), of.images(), of.platform(), weightsCommit);
  }
}
