package io.github.vitlora.train;

/** A trial cannot be computed in bfloat16. */
final class UnsupportedPrecisionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedPrecisionException(boolean dropout) {
    super(
        "precision=\"bfloat16\" "
            + (dropout
                ? "does not go with dropout in adapters"
                : "needs operators that libtorch lacks on this platform")
            + "; precision=\"float32\" works");
  }
}
