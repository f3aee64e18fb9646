package io.github.vitlora.report.table;

import io.github.vitlora.result.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells when trials ran. Where a trial does not tell when it started, the last line of its log is
 * taken for its end, though it may have run on in silence. One without a log either is laid just
 * before the trial after it, the last one just before now.
 */
public final class TrialTimes {

  /** Holds start and end in milliseconds since the Unix epoch. */
  public record Span(long start, long stop) {}

  private final Map<String, Span> spans = new HashMap<>();
  private final long end;

  public TrialTimes(List<TrialResult> trials, Function<String, Optional<Path>> logs, Instant now)
      throws IOException {
    long next = now.toEpochMilli();
    long last = 0;
    for (int i = trials.size() - 1; i >= 0; i--) {
      TrialResult trial = trials.get(i);
      long millis = Math.max(0, Math.round(1000 * trial.wallSeconds()));
      Optional<Instant> started = trial.startedAt().flatMap(TrialTimes::instant);
      Span span;
      if (started.isPresent()) {
        long start = started.get().toEpochMilli();
        span = new Span(start, start + millis);
      } else {
        Optional<Path> log = logs.apply(trial.id()).filter(Files::isRegularFile);
        long stop = log.isPresent() ? Files.getLastModifiedTime(log.get()).toMillis() : next;
        span = new Span(stop - millis, stop);
      }
      spans.put(trial.id(), span);
      last = Math.max(last, span.stop());
      next = span.start();
    }
    end = trials.isEmpty() ? now.toEpochMilli() : last;
  }

  /** Reads an instant; empty for what is none, since a report does not fail for a time. */
  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  public Span of(TrialResult trial) {
    return spans.get(trial.id());
  }

  /** Returns when the last trial ended. */
  public long end() {
    return end;
  }
}
