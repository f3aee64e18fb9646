package io.github.vitlora.report;

import io.github.vitlora.result.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * When trials ran. Results carry durations alone; a trial ended when its log was last written. One
 * without a log is laid just before the trial after it, the last one just before now.
 */
final class TrialTimes {

  /** Milliseconds since the epoch. */
  record Span(long start, long stop) {}

  private final Map<String, Span> spans = new HashMap<>();
  private final long end;

  TrialTimes(List<TrialResult> trials, Function<String, Optional<Path>> logs, Instant now)
      throws IOException {
    long next = now.toEpochMilli();
    long last = 0;
    for (int i = trials.size() - 1; i >= 0; i--) {
      TrialResult trial = trials.get(i);
      Optional<Path> log = logs.apply(trial.id()).filter(Files::isRegularFile);
      long stop = log.isPresent() ? Files.getLastModifiedTime(log.get()).toMillis() : next;
      long start = stop - Math.max(0, Math.round(1000 * trial.wallSeconds()));
      spans.put(trial.id(), new Span(start, stop));
      last = Math.max(last, stop);
      next = start;
    }
    end = trials.isEmpty() ? now.toEpochMilli() : last;
  }

  Span of(TrialResult trial) {
    return spans.get(trial.id());
  }

  /** When the last trial ended. */
  long end() {
    return end;
  }
}
