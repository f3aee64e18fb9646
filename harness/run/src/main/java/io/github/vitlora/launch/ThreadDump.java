package io.github.vitlora.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a JVM's threads are at, as the JDK's own {@code jcmd} tells. A runtime without that tool, or
 * a JVM that cannot answer any more, leaves none.
 */
final class ThreadDump {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadDump.class);
  private static final long SECONDS_TO_ANSWER = 10;

  private ThreadDump() {}

  /**
   * Appends the dump to a file.
   *
   * @param java the {@code java} program that the process runs; {@code jcmd} lies beside it
   * @param process the JVM
   */
  static void append(Path java, Process process, Path log) throws InterruptedException {
    Path jcmd =
        Stream.of("jcmd", "jcmd.exe")
            .map(java::resolveSibling)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    if (jcmd == null) {
      return;
    }
    try {
      Process dump =
          new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "Thread.print")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      try {
        dump.waitFor(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
      } finally {
        dump.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.warn("The threads of a trial that hangs could not be listed: {}", e.toString());
    }
  }
}
