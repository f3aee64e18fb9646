package io.github.vitlora.job;

import java.io.IOException;

/** A task with a trained trial that could not be done; the message says why, and what to do. */
public final class TaskException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public TaskException(String message) {
    super(message);
  }
}
