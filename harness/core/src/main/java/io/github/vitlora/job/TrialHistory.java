package io.github.vitlora.job;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.regime.ParameterCount;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.result.TrialResultBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what a trial tells of itself. Both sides keep it: the worker makes the trial's result of
 * it, and who launched the worker makes the result of a trial that could not run to its end.
 */
public final class TrialHistory {
  private final Trial trial;
  private final long startNanos = System.nanoTime();
  private final Instant startedAt = Instant.now();
  private final List<EpochResult> epochs = new ArrayList<>();
  private ParameterCount parameters = new ParameterCount(0, 0);
  private Optional<TrialEvent.Identified> identity = Optional.empty();
  private Optional<TrialEvent.MemoryUsed> memory = Optional.empty();
  private double secondsBefore;

  /** Begins the history of a trial that is starting. */
  public TrialHistory(Trial trial) {
    this.trial = trial;
  }

  /** Adds an event. */
  public void happened(TrialEvent event) {
    if (event instanceof TrialEvent.Identified identified) {
      identity = Optional.of(identified);
    } else if (event instanceof TrialEvent.Started started) {
      parameters = new ParameterCount(started.trainableParameters(), started.totalParameters());
    } else if (event instanceof TrialEvent.EpochEnded ended) {
      epochs.add(ended.result());
    } else if (event instanceof TrialEvent.Trying) {
      epochs.clear();
    } else if (event instanceof TrialEvent.Resumed resumed) {
      epochs.addAll(resumed.finished());
      secondsBefore = resumed.wallSeconds();
    } else if (event instanceof TrialEvent.MemoryUsed used) {
      memory = Optional.of(used);
    }
  }

  /** The trial's result up to now, which has neither test figures nor an end. */
  public TrialResultBuilder result() {
    TrialResultBuilder result =
        TrialResult.of(trial)
            .parameters(parameters)
            .epochs(epochs)
            .wallSeconds(secondsBefore + (System.nanoTime() - startNanos) / 1e9)
            .startedAt(startedAt);
    identity.ifPresent(i -> result.fingerprint(i.fingerprint(), i.provenance()));
    memory.ifPresent(m -> result.memory(m.peaks()));
    return result;
  }

  /** The result of the trial that failed so. */
  public TrialResult failed(TrialEvent.Failed failure) {
    return result().ended(failure.kind(), failure.message());
  }
}
