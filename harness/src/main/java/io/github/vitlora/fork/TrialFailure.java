package io.github.vitlora.fork;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what a trial told of itself, in case it cannot tell its result. */
public final class TrialFailure implements TrialFollower {
  private final Trial trial;
  private final Instant startedAt = Instant.now();
  private final List<EpochResult> epochs = new ArrayList<>();
  private long trainable;
  private long total;

  /** Nothing was told yet. */
  public TrialFailure(Trial trial) {
    this.trial = trial;
  }

  @Override
  public void happened(TrialEvent event) {
    if (event instanceof TrialEvent.Started started) {
      trainable = started.trainableParameters();
      total = started.totalParameters();
    } else if (event instanceof TrialEvent.EpochEnded ended) {
      epochs.add(ended.result());
    } else if (event instanceof TrialEvent.Resumed resumed) {
      epochs.addAll(resumed.finished());
    }
  }

  /**
   * The result of a trial that could not run to its end.
   *
   * @param message says why
   * @param seconds from the trial's start to its failure
   */
  public TrialResult result(String message, double seconds) {
    return new TrialResult(
        trial.id(),
        trial.regime().key(),
        trial.regime().rankIfAny().stream().boxed().findFirst(),
        trial.regime().label(),
        trial.seed(),
        TrialStatus.FAILED,
        Optional.of(message),
        trainable,
        total,
        Optional.empty(),
        epochs,
        Optional.empty(),
        epochs.stream().mapToDouble(EpochResult::trainSeconds).sum(),
        seconds,
        Optional.empty(),
        Optional.empty(),
        Optional.of(startedAt.toString()));
  }
}
