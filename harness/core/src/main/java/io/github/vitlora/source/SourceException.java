package io.github.vitlora.source;

/**
 * Is thrown where a source cannot be had. The message is meant for whoever wrote the descriptor: it
 * names the source, what went wrong, the path or address that was asked, and what to do about it.
 *
 * <p>Unchecked, because nothing between the source and the person can repair it.
 */
public final class SourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Reports a fault found here. */
  public SourceException(String message) {
    super(message);
  }

  /** Reports a fault of the file system or the network. */
  public SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
