package io.github.vitlora.worker;

import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.EventStream;
import io.github.vitlora.job.Fault;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialHistory;
import io.github.vitlora.result.MemoryByPhase;
import io.github.vitlora.result.Provenance;
import io.github.vitlora.result.TrialResult;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells the launching process what happens in the trial, and knows what of the result the training
 * does not: times, memory, and whatever was told when it fails.
 */
final class TrialReport implements Consumer<TrialEvent> {
  private static final long ALIVE_NANOS = 250_000_000;

  private final TrialHistory history;
  private final PeakMemory memory;
  private final PrintStream events;
  private Optional<Provenance> provenance = Optional.empty();
  private long lastSent = System.nanoTime() - ALIVE_NANOS;

  TrialReport(Trial trial, long startNanos, PeakMemory memory, PrintStream events) {
    history = new TrialHistory(trial, startNanos);
    this.memory = memory;
    this.events = events;
  }

  void identified(Provenance fingerprint) {
    provenance = Optional.of(fingerprint);
  }

  /** Takes an event in and sends it; of those that work goes on no more than a few a second. */
  @Override
  public void accept(TrialEvent event) {
    if (event instanceof TrialEvent.Alive && System.nanoTime() - lastSent < ALIVE_NANOS) {
      return;
    }
    if (event instanceof TrialEvent.Entered entered) {
      memory.enter(entered.phase());
    }
    history.happened(event);
    events.println(EventStream.write(event));
    lastSent = System.nanoTime();
  }

  /** Returns the result of the training with times and memory. */
  TrialResult ended(TrialResult result) throws IOException {
    MemoryByPhase peaks = memory.byPhase();
    return history.timed(result).with(r -> r.memoryByPhase(peaks).peakMemoryBytes(peaks.largest()));
  }

  TrialResult failed(Fault fault) throws IOException {
    TrialResult result = history.failed(fault.kind(), fault.message());
    return ended(
        result.with(r -> r.fingerprint(provenance.map(Provenance::whole)).provenance(provenance)));
  }
}
