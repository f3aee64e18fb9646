package io.github.vitlora.plugin.terminal;

import io.github.vitlora.run.RunListener;
import java.io.Console;
import java.util.Map;
import org.apache.maven.plugin.logging.Log;

/** Shows how trials go on: a bar that moves where somebody watches, lines in the log anyway. */
public interface BuildProgress extends RunListener, AutoCloseable {

  @Override
  void close();

  /**
   * Begins to show.
   *
   * @param interactive whether the build may take it that somebody watches
   */
  static BuildProgress of(Log log, boolean interactive) {
    LogProgress lines = new LogProgress(log);
    boolean someoneWatches =
        interactive
            && isWatched(isTerminal(System.console()), System.getenv())
            && log.isInfoEnabled();
    return someoneWatches ? new TerminalProgress(lines, System.err) : lines;
  }

  /** Returns whether output goes to a terminal that can move its cursor. */
  static boolean isWatched(boolean terminal, Map<String, String> environment) {
    return terminal
        && !environment.containsKey("CI")
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** Asks the console: from Java 22 on there is one where output is redirected, too. */
  private static boolean isTerminal(Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
