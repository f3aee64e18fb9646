package io.github.vitlora.job;

import java.util.Arrays;
import java.util.Optional;

/** Tells who launched a worker how its process ended. Other codes are its JVM's own. */
public enum ExitCode {
  /** The job is done, and its results are where they belong. */
  DONE(0),
  /** The job could not be done, which {@link TrialEvent.Failed} said. */
  FAILED(70),
  /** The process that launched the worker is gone. */
  PARENT_GONE(75),
  /** The JVM ran out of Java memory; the code is the JVM's own. */
  OUT_OF_JAVA_MEMORY(3);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** Returns the number that the system knows. */
  public int code() {
    return code;
  }

  /** Returns what a number means; empty where a worker did not choose it. */
  public static Optional<ExitCode> of(int code) {
    return Arrays.stream(values()).filter(exit -> exit.code == code).findFirst();
  }
}
