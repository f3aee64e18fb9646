package io.github.vitlora.result;

import java.nio.file.Path;

/**
 * A file of results that cannot be read or written; the message names it and says what is wrong.
 */
public final class ResultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;

  public ResultException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
    this.file = file;
  }

  /** The file. */
  public Path file() {
    return file;
  }
}
