package io.github.vitlora.job;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.MemoryByPhase;
import io.github.vitlora.result.Provenance;
import io.github.vitlora.result.TrialResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what a trial tells of itself. The worker and who launched it both keep it: the one for
 * the trial's times, the other for the result of a trial that cannot run to its end.
 */
public final class TrialHistory {
  private final Trial trial;
  private final long startNanos = System.nanoTime();
  private final Instant startedAt = Instant.now();
  private final List<EpochResult> epochs = new ArrayList<>();
  private double wallSecondsBefore;
  private long trainableParameters;
  private long totalParameters;
  private Optional<Provenance> provenance = Optional.empty();
  private Optional<MemoryByPhase> memory = Optional.empty();

  /** Begins the history of a trial that is starting and has told nothing yet. */
  public TrialHistory(Trial trial) {
    this.trial = trial;
  }

  /** Adds an event. */
  public void happened(TrialEvent event) {
    if (event instanceof TrialEvent.Identified identified) {
      provenance = Optional.of(identified.provenance());
    } else if (event instanceof TrialEvent.Started started) {
      trainableParameters = started.trainableParameters();
      totalParameters = started.totalParameters();
    } else if (event instanceof TrialEvent.Resumed resumed) {
      epochs.addAll(resumed.finished());
      wallSecondsBefore = resumed.wallSeconds();
    } else if (event instanceof TrialEvent.Trying) {
      epochs.clear();
    } else if (event instanceof TrialEvent.EpochEnded ended) {
      epochs.add(ended.result());
    } else if (event instanceof TrialEvent.MemoryUsed used) {
      memory = Optional.of(used.peaks());
    }
  }

  /** Returns the result with when the trial started and how long it has taken. */
  public TrialResult timed(TrialResult result) {
    double seconds = wallSecondsBefore + (System.nanoTime() - startNanos) / 1e9;
    return result.with(r -> r.startedAt(startedAt.toString()).wallSeconds(seconds));
  }

  /** Returns the result of the trial as one that failed now. */
  public TrialResult failed(TrialEvent.Failed failure) {
    return timed(
        TrialResult.of(trial, epochs)
            .trainableParameters(trainableParameters)
            .totalParameters(totalParameters)
            .fingerprint(provenance.map(Provenance::whole))
            .provenance(provenance)
            .memoryByPhase(memory)
            .peakMemoryBytes(memory.flatMap(MemoryByPhase::largest))
            .build()
            .ended(failure.kind(), failure.message()));
  }
}
