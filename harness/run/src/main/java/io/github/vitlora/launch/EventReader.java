package io.github.vitlora.launch;

import io.github.vitlora.job.EventStream;
import io.github.vitlora.job.TrialEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events out of a trial's output on a thread of its own, since reading a pipe cannot be
 * interrupted and waiting for an event must be. Whatever else is printed goes to the log.
 */
public final class EventReader {
  private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);

  private final BlockingQueue<Optional<TrialEvent>> events = new LinkedBlockingQueue<>();
  private final Path log;

  private EventReader(Path log) {
    this.log = log;
  }

  static EventReader start(InputStream output, Path log) {
    EventReader reader = new EventReader(log);
    Thread thread = new Thread(() -> reader.read(output), "vitlora-events");
    thread.setDaemon(true);
    thread.start();
    return reader;
  }

  /**
   * Waits for the next event; empty at the end of the output.
   *
   * @param patience how long to wait, in whole seconds; a machine that sleeps does not use it up
   * @throws TimeoutException when nothing came for that long
   */
  Optional<TrialEvent> next(Duration patience) throws InterruptedException, TimeoutException {
    for (long waited = 0; waited < patience.toSeconds(); waited++) {
      Optional<TrialEvent> event = events.poll(1, TimeUnit.SECONDS);
      if (event != null) {
        return event;
      }
    }
    throw new TimeoutException("no event for " + patience.toSeconds() + " s");
  }

  private void read(InputStream output) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<TrialEvent> event = EventStream.read(line);
        if (event.isPresent()) {
          events.add(event);
        } else {
          log(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The output of a trial broke off", e);
    } finally {
      events.add(Optional.empty());
    }
  }

  /** A line that the disk has no room for is lost; the events after it are not. */
  private void log(String line) {
    try {
      Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("A line of {} could not be written: {}", log, e.toString());
    }
  }
}
