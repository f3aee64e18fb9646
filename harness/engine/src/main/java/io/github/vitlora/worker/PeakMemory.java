package io.github.vitlora.worker;

import io.github.vitlora.job.TrialPhase;
import io.github.vitlora.result.MemoryByPhase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Records the largest resident memory of this process in each phase of its trial. */
final class PeakMemory {
  private final ResidentMemory memory;
  private final Map<TrialPhase, Long> peaks = new EnumMap<>(TrialPhase.class);
  private TrialPhase phase = TrialPhase.LOAD;

  PeakMemory(ResidentMemory memory) {
    this.memory = memory;
  }

  /** Ends the phase before. */
  void enter(TrialPhase next) {
    try {
      note();
      phase = next;
      memory.restart();
    } catch (IOException e) {
      throw new UncheckedIOException("The process's memory could not be read", e);
    }
  }

  private void note() throws IOException {
    peaks.merge(phase, memory.peak(), Math::max);
  }

  /** Returns the figures of the phases up to now. */
  MemoryByPhase byPhase() throws IOException {
    note();
    return new MemoryByPhase(of(TrialPhase.LOAD), of(TrialPhase.TRAIN), of(TrialPhase.EVALUATE));
  }

  private Optional<Long> of(TrialPhase wanted) {
    return Optional.ofNullable(peaks.get(wanted));
  }
}
