package io.github.vitlora.image;

import java.nio.file.Path;

/** Is thrown where an image cannot be read: missing, damaged or of an unknown kind. */
public final class ImageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String fault;

  /** The message begins with the file's path. */
  public ImageException(Path file, String fault) {
    this(file, fault, null);
  }

  /** The message begins with the file's path. */
  public ImageException(Path file, String fault, Throwable cause) {
    super("The image " + file + " cannot be used: " + fault, cause);
    this.fault = fault;
  }

  /** Returns what is wrong, without the file. */
  public String fault() {
    return fault;
  }
}
