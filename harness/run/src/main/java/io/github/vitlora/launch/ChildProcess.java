package io.github.vitlora.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a JVM from its start to its end. Its output is read on a thread of its own, since reading
 * a pipe cannot be interrupted and waiting for what is told must be.
 *
 * @param <T> what a line of its output tells
 */
final class ChildProcess<T> {
  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
  private static final long SECONDS_TO_END = 5;
  private static final long SECONDS_TO_LIST_THREADS = 10;

  private final Process process;
  private final BlockingQueue<Optional<T>> told = new LinkedBlockingQueue<>();

  private ChildProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a JVM.
   *
   * @param reader makes of a line of its output what that tells, if anything
   */
  static <T> ChildProcess<T> start(ProcessBuilder builder, Function<String, Optional<T>> reader)
      throws IOException {
    ChildProcess<T> child = new ChildProcess<>(builder.start());
    Thread thread =
        new Thread(() -> child.read(child.process.getInputStream(), reader), "vitlora-output");
    thread.setDaemon(true);
    thread.start();
    return child;
  }

  private void read(InputStream output, Function<String, Optional<T>> reader) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<T> one = reader.apply(line);
        if (one.isPresent()) {
          told.add(one);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The output of a process broke off", e);
    } finally {
      told.add(Optional.empty());
    }
  }

  /**
   * Passes on what is told until the process has ended.
   *
   * @param patience how long it may be silent, in whole seconds
   * @return its exit code
   * @throws TimeoutException when it is silent for longer
   */
  int follow(Duration patience, Consumer<T> listener)
      throws InterruptedException, TimeoutException {
    for (Optional<T> one = next(patience); one.isPresent(); one = next(patience)) {
      listener.accept(one.get());
    }
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      throw new TimeoutException("its output has ended, and it has not");
    }
    return process.exitValue();
  }

  /** Waits second by second, so that a machine that sleeps does not use patience up. */
  private Optional<T> next(Duration patience) throws InterruptedException, TimeoutException {
    for (long waited = 0; waited < patience.toSeconds(); waited++) {
      Optional<T> one = told.poll(1, TimeUnit.SECONDS);
      if (one != null) {
        return one;
      }
    }
    throw new TimeoutException("nothing was told for " + patience.toSeconds() + " s");
  }

  /** Asks it and its own children to end; a process that hangs may not hear it. */
  void end() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (process.isAlive() && !process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      // The next one wants the memory that this one holds.
      process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    }
  }

  /**
   * Appends the stack traces of the JVM's threads to a file, as the JDK's own {@code jcmd} tells
   * them. A runtime without that tool, or a JVM that cannot answer any more, leaves nothing.
   *
   * @param java the {@code java} program that the process runs; {@code jcmd} lies beside it
   */
  void dumpThreads(Path java, Path log) throws InterruptedException {
    Optional<Path> jcmd =
        Stream.of("jcmd", "jcmd.exe")
            .map(java::resolveSibling)
            .filter(Files::isExecutable)
            .findFirst();
    if (jcmd.isEmpty()) {
      return;
    }
    try {
      Process dump =
          new ProcessBuilder(jcmd.get().toString(), Long.toString(process.pid()), "Thread.print")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      try {
        dump.waitFor(SECONDS_TO_LIST_THREADS, TimeUnit.SECONDS);
      } finally {
        dump.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.warn("The threads of a process that hangs could not be listed: {}", e.toString());
    }
  }
}
