package io.github.vitlora.launch;

import io.github.vitlora.job.SourceProperties;
import io.github.vitlora.source.SourceSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How tests start trial JVMs: with their own class path, one thread, and no network. */
final class SmokeForks {
  private SmokeForks() {}

  static ForkSettings settings(Path cache) {
    return settings(cache, List.of());
  }

  /** Sends a signal to every trial of this process, and tells which there were. */
  static List<ProcessHandle> signalTrials(String signal) {
    List<ProcessHandle> running = ProcessHandle.current().children().toList();
    for (ProcessHandle process : running) {
      try {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return running;
  }

  static ForkSettings settings(Path cache, List<String> jvmArguments) {
    return new ForkSettings(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList(),
        jvmArguments,
        SourceProperties.of(new SourceSettings(cache, Optional.empty(), true)),
        1,
        Path.of(System.getProperty("user.home"), ".djl.ai"),
        Duration.ofMinutes(30));
  }
}
