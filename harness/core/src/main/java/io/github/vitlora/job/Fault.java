package io.github.vitlora.job;

import io.github.vitlora.result.FailureKind;

/**
 * What ends a process's work.
 *
 * @param kind for programs
 * @param message for people: what is wrong, and what to do
 */
public record Fault(FailureKind kind, String message) {

  /** The same fault, with where its process's log is. */
  public Fault withLog(Object log) {
    return new Fault(kind, message + "\nThe whole log is " + log);
  }

  public TrialEvent.Failed event() {
    return new TrialEvent.Failed(kind, message);
  }
}
