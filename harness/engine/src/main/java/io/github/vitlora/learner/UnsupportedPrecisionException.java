package io.github.vitlora.learner;

/** A trial cannot be computed in bfloat16. */
public final class UnsupportedPrecisionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedPrecisionException(String why) {
    super("precision=\"bfloat16\" " + why + "; precision=\"float32\" works");
  }
}
