package io.github.vitlora.job;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.FailureKind;
import io.github.vitlora.result.TrialResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers what a trial tells of itself. The worker and who launched it both keep it, and make the
 * result of a trial of it that cannot run to its end.
 */
public final class TrialHistory {
  private final Trial trial;
  private final long startNanos;
  private final Instant startedAt = Instant.now();
  private final List<EpochResult> epochs = new ArrayList<>();
  private double wallSecondsBefore;
  private long trainableParameters;
  private long totalParameters;

  /**
   * Begins the history of a trial that has told nothing yet.
   *
   * @param startNanos when it started, as {@link System#nanoTime} tells it
   */
  public TrialHistory(Trial trial, long startNanos) {
    this.trial = trial;
    this.startNanos = startNanos;
  }

  /** Adds an event. */
  public void happened(TrialEvent event) {
    if (event instanceof TrialEvent.Started started) {
      trainableParameters = started.trainableParameters();
      totalParameters = started.totalParameters();
    } else if (event instanceof TrialEvent.Resumed resumed) {
      epochs.addAll(resumed.finished());
      wallSecondsBefore = resumed.wallSeconds();
    } else if (event instanceof TrialEvent.Trying) {
      epochs.clear();
    } else if (event instanceof TrialEvent.EpochEnded ended) {
      epochs.add(ended.result());
    }
  }

  /** Returns the result with when the trial started and how long it has taken. */
  public TrialResult timed(TrialResult result) {
    double seconds = wallSecondsBefore + (System.nanoTime() - startNanos) / 1e9;
    return result.with(r -> r.startedAt(startedAt.toString()).wallSeconds(seconds));
  }

  /**
   * Returns the result of the trial as one that failed now.
   *
   * @param kind why
   * @param message the same, for people
   */
  public TrialResult failed(FailureKind kind, String message) {
    return timed(
        TrialResult.of(trial, epochs)
            .trainableParameters(trainableParameters)
            .totalParameters(totalParameters)
            .build()
            .ended(kind, message));
  }
}
