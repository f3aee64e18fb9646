package io.github.vitlora.launch;

import io.github.vitlora.job.Fault;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A JVM that computes, from its start to its end. It ends with its parent, however that ends: it
 * reads a pipe that only the parent holds open.
 */
final class ForkedChild {
  private final ForkSettings settings;
  private final Path log;
  private final Path crash;

  /**
   * Prepares to start it.
   *
   * @param log receives what it prints, its events aside
   * @param crash where its JVM reports on a crash in native code
   */
  ForkedChild(ForkSettings settings, Path log, Path crash) {
    this.settings = settings;
    this.log = log;
    this.crash = crash;
  }

  /**
   * Starts it.
   *
   * @param main name of its class with a main method
   * @param argument its one argument
   */
  Process start(String main, Path argument) throws IOException {
    ProcessBuilder builder =
        new ChildJvm(settings)
            .prepare(
                crash,
                List.of("-D" + TrialFolder.END_WITH_PARENT + "=true"),
                List.of(main, argument.toAbsolutePath().toString()));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder.start();
  }

  /**
   * Starts it and waits for its end, which it is brought to when nothing is heard of it.
   *
   * @param result a file that it leaves where all went well
   * @param happened told of what it tells of itself
   * @return what went wrong, in its own words where it had any; empty when nothing did
   */
  Optional<Fault> run(
      String main, Path argument, Optional<Path> result, Consumer<TrialEvent> happened)
      throws IOException, InterruptedException {
    Process process = start(main, argument);
    AtomicReference<Fault> told = new AtomicReference<>();
    try {
      ChildWatch.follow(
          process,
          log,
          settings.patience(),
          event -> {
            if (event instanceof TrialEvent.Failed failed) {
              told.set(new Fault(failed.kind(), failed.message()));
            }
            happened.accept(event);
          });
      int exit = process.exitValue();
      if (exit == 0 && result.map(Files::exists).orElse(true)) {
        return Optional.empty();
      }
      return Optional.of(told.get() == null ? ExitMessage.of(exit, log, crash) : told.get());
    } catch (TimeoutException e) {
      ThreadDump.append(settings.java(), process, log);
      return Optional.of(ExitMessage.ofSilence(settings.patience(), log));
    } finally {
      ChildWatch.end(process);
    }
  }
}
