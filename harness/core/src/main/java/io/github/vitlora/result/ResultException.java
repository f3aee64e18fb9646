package io.github.vitlora.result;

import io.github.vitlora.io.FileFaults;
import java.io.IOException;
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

  /** A file that cannot be written, for a reason that the file system has. */
  static ResultException unwritable(Path file, IOException cause) {
    return new ResultException(file, "it cannot be written: " + FileFaults.text(cause), cause);
  }

  /** The file. */
  public Path file() {
    return file;
  }
}
