package io.github.vitlora.worker;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialHistory;
import io.github.vitlora.result.MemoryByPhase;
import io.github.vitlora.result.TrialResult;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a trial's events to the launching process, and adds times and memory to the result. */
final class TrialReport implements Consumer<TrialEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(TrialReport.class);
  private static final long ALIVE_NANOS = 250_000_000;

  private final TrialHistory history;
  private final PeakMemory memory = new PeakMemory(ResidentMemory.ofThisProcess());
  private final Consumer<TrialEvent> events;
  private long lastSent = System.nanoTime() - ALIVE_NANOS;

  TrialReport(Trial trial, Consumer<TrialEvent> events) {
    history = new TrialHistory(trial);
    this.events = events;
  }

  /** Records an event and sends it; of those that say that work goes on, only a few a second. */
  @Override
  public void accept(TrialEvent event) {
    if (event instanceof TrialEvent.Alive && System.nanoTime() - lastSent < ALIVE_NANOS) {
      return;
    }
    history.happened(event);
    events.accept(event);
    lastSent = System.nanoTime();
    if (event instanceof TrialEvent.Entered entered) {
      memory.enter(entered.phase());
      // A process that is killed for its memory cannot tell afterwards.
      tellMemory();
    }
  }

  /** Sends how much memory the process has taken, if that can be read. */
  void tellMemory() {
    try {
      accept(new TrialEvent.MemoryUsed(memory.byPhase()));
    } catch (IOException e) {
      LOG.warn("The process's memory could not be read", e);
    }
  }

  /** Returns the result of the training with times and memory. */
  TrialResult ended(TrialResult result) throws IOException {
    MemoryByPhase peaks = memory.byPhase();
    return history.timed(result).with(r -> r.memoryByPhase(peaks).peakMemoryBytes(peaks.largest()));
  }
}
