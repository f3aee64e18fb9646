package io.github.vitlora.worker;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.fingerprint.Fingerprint;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialHistory;
import io.github.vitlora.job.TrialPhase;
import io.github.vitlora.learner.Tally;
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
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers a trial's figures as it runs and turns them into its result, whichever way it ends. */
final class TrialReport {
  private static final Logger LOG = LoggerFactory.getLogger(TrialReport.class);

  private final TrialHistory history;
  private final PeakMemory memory;
  private final Consumer<TrialEvent> events;

  TrialReport(Trial trial, PeakMemory memory, Consumer<TrialEvent> events) {
    history = new TrialHistory(trial);
    this.memory = memory;
    this.events = events;
  }

  /** Tells the launching process, and keeps it for the result. */
  void tell(TrialEvent event) {
    history.happened(event);
    events.accept(event);
  }

  void identified(Fingerprint of, Optional<String> weightsCommit) {
    tell(
        new TrialEvent.Identified(
            of.whole(),
            new Provenance(of.recipe(), of.weights(), of.images(), of.platform(), weightsCommit)));
  }

  void entered(TrialPhase phase) {
    memory.enter(phase);
  }

  /** Tells what the process took; a trial may be told of without it. */
  void tellMemory() {
    try {
      tell(new TrialEvent.MemoryUsed(memory.byPhase()));
    } catch (IOException e) {
      LOG.warn("The process's memory could not be read", e);
    }
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
        history
            .result()
            .memory(memory.byPhase())
            .epochs(outcome.epochs().stream().map(TrialReport::figures).toList())
            .rateChoice(outcome.search().map(TrialReport::choice))
            .testedEpoch(outcome.testedEpoch());
    test.ifPresent(result::test);
    outcome.saved().ifPresent(s -> result.saved(s.bytes(), s.sha256()));
    return outcome.divergence().isPresent()
        ? result.ended(FailureKind.DIVERGENCE, outcome.divergence().get())
        : result.completed();
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
}
