package io.github.vitlora.worker;

/** A native library is not on the class path; the message says which and where to have it. */
final class MissingLibraryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingLibraryException(String message) {
    super(message);
  }
}
