package io.github.vitlora.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Is thrown where a file or folder cannot be written: the message says which, why, and what to do.
 * Of a full disk the system names no file.
 */
public final class UnwritableException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Reports a place that no property names. */
  public UnwritableException(Path place, IOException cause) {
    super(message(place, cause), cause);
  }

  /**
   * Reports a place that the user can choose.
   *
   * @param property that names another place
   */
  public UnwritableException(Path place, String property, IOException cause) {
    super(message(place, cause) + "; -D" + property + " names another place", cause);
  }

  private static String message(Path place, IOException cause) {
    return place + " cannot be written: " + FileFaults.text(cause);
  }
}
