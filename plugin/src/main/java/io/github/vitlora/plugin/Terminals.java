package io.github.vitlora.plugin;

import java.io.Console;
import java.util.Map;

/** Whether somebody sees a bar that moves. */
final class Terminals {
  private Terminals() {}

  /** Whether this JVM's output goes to a terminal that can move its cursor. */
  static boolean watched() {
    return watched(isTerminal(System.console()), System.getenv());
  }

  static boolean watched(boolean terminal, Map<String, String> environment) {
    return terminal
        && !environment.containsKey("CI")
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** From Java 22 on there is a console where output is redirected, too, but it can be asked. */
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
