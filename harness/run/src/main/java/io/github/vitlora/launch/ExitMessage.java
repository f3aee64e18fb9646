package io.github.vitlora.launch;

import io.github.vitlora.job.ExitCode;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.result.FailureKind;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Says why a trial's JVM may have ended without a result, and what to do about it. */
final class ExitMessage {
  private static final int LOG_LINES = 5;
  private static final int SIGNALLED = 128;
  private static final int SIGABRT = 6;
  private static final int SIGKILL = 9;
  private static final int SIGSEGV = 11;

  private ExitMessage() {}

  /**
   * Returns the likely cause.
   *
   * @param log what the process printed
   * @param crash where the JVM reports on a crash in native code
   */
  static TrialEvent.Failed of(int exit, Path log, Path crash) throws IOException {
    TrialEvent.Failed cause = Files.exists(crash) ? crash(crash) : cause(exit);
    return new TrialEvent.Failed(
        cause.kind(), cause.message() + ". " + lastLines(log) + "The whole log is " + log);
  }

  /** Names the JVM's report of a crash, which is the same on all systems; the exit code is not. */
  private static TrialEvent.Failed crash(Path report) {
    return new TrialEvent.Failed(
        FailureKind.NATIVE_CRASH,
        "native code crashed its JVM, which reports on it in "
            + report
            + "; running the same command again goes on from the last checkpoint");
  }

  /** Describes a trial that was ended since nothing was heard of it. */
  static TrialEvent.Failed ofSilence(Duration patience, Path log) {
    return new TrialEvent.Failed(
        FailureKind.HUNG,
        "it did nothing for "
            + patience.toSeconds()
            + " s and was ended; where its threads hung is at the end of "
            + log
            + ", where the JDK could tell. Running the same command again goes on from its last"
            + " checkpoint; -Dvitlora.trialTimeout=SECONDS gives a slow machine more time");
  }

  private static TrialEvent.Failed cause(int exit) {
    boolean unix = File.separatorChar == '/';
    if (exit == ExitCode.OUT_OF_JAVA_MEMORY.code()) {
      return new TrialEvent.Failed(
          FailureKind.OUT_OF_MEMORY,
          "its JVM ran out of Java memory; -Dvitlora.jvmArgs=-Xmx2g gives it more");
    }
    if (!unix || exit <= SIGNALLED) {
      return new TrialEvent.Failed(FailureKind.EXIT, "its JVM exited with " + exit);
    }
    return switch (exit - SIGNALLED) {
      case SIGKILL ->
          new TrialEvent.Failed(
              FailureKind.KILLED,
              "its JVM was killed (signal 9), as a system does that is out of memory; a smaller"
                  + " microBatch needs less");
      case SIGSEGV, SIGABRT ->
          new TrialEvent.Failed(
              FailureKind.NATIVE_CRASH,
              "native code crashed its JVM (signal "
                  + (exit - SIGNALLED)
                  + "), which left no report of it");
      default ->
          new TrialEvent.Failed(
              FailureKind.EXIT, "its JVM was ended by signal " + (exit - SIGNALLED));
    };
  }

  private static String lastLines(Path log) throws IOException {
    if (Files.notExists(log)) {
      return "";
    }
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    return last.isEmpty() ? "" : "It last said:\n  " + String.join("\n  ", last) + "\n";
  }
}
