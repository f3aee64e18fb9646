package io.github.vitlora.launch;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.regime.ParameterCount;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.TrialResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a trial told of itself, in case it cannot tell its result. */
public final class TrialFailure implements TrialFollower {
  private final Trial trial;
  private final Instant startedAt = Instant.now();
  private final List<EpochResult> epochs = new ArrayList<>();
  private ParameterCount parameters = new ParameterCount(0, 0);

  /** Nothing was told yet. */
  public TrialFailure(Trial trial) {
    this.trial = trial;
  }

  @Override
  public void happened(TrialEvent event) {
    if (event instanceof TrialEvent.Started started) {
      parameters = new ParameterCount(started.trainableParameters(), started.totalParameters());
    } else if (event instanceof TrialEvent.EpochEnded ended) {
      epochs.add(ended.result());
    } else if (event instanceof TrialEvent.Trying) {
      epochs.clear();
    } else if (event instanceof TrialEvent.Resumed resumed) {
      epochs.addAll(resumed.finished());
    }
  }

  /**
   * The result of a trial that could not run to its end.
   *
   * @param kind why
   * @param fault says why
   * @param seconds from the trial's start to its failure
   */
  public TrialResult result(FailureKind kind, String fault, double seconds) {
    return TrialResult.of(trial)
        .parameters(parameters)
        .epochs(epochs)
        .wallSeconds(seconds)
        .startedAt(startedAt)
        .ended(kind, fault);
  }
}
