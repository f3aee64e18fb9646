package io.github.vitlora.launch;

import io.github.vitlora.job.TrialEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Follows a process that computes, to its end. */
final class ChildWatch {
  private static final long SECONDS_TO_END = 5;

  private ChildWatch() {}

  /**
   * Passes events on until the process has ended.
   *
   * @param log receives what else the process prints
   * @param patience how long it may be silent
   * @throws TimeoutException when it is silent for longer
   */
  static void follow(Process process, Path log, Duration patience, Consumer<TrialEvent> happened)
      throws InterruptedException, TimeoutException {
    EventReader events = EventReader.start(process.getInputStream(), log);
    for (Optional<TrialEvent> event = events.next(patience);
        event.isPresent();
        event = events.next(patience)) {
      if (!(event.get() instanceof TrialEvent.Alive)) {
        happened.accept(event.get());
      }
    }
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      throw new TimeoutException("its output has ended, and it has not");
    }
  }

  /** Asks first; a process that hangs may not hear it. */
  static void end(Process process) throws InterruptedException {
    process.destroy();
    if (process.isAlive() && !process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      // The next one wants the memory that this one holds.
      process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    }
  }
}
