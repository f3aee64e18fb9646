package io.github.vitlora.dataset;

/**
 * Is thrown where a data set is not what its descriptor says. The message names the folder, what is
 * there and what was expected.
 */
public final class DatasetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Reports a fault of the folders. */
  public DatasetException(String message) {
    super(message);
  }

  /** Reports a fault of the file system. */
  public DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
