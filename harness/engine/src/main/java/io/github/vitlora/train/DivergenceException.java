package io.github.vitlora.train;

/** The loss stopped being a finite number. */
final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says where, and what may help.
   *
   * @param where as it goes on from "the loss"
   */
  DivergenceException(String where, double learningRate) {
    super(
        "the loss "
            + where
            + " is not a finite number; a learning rate below "
            + learningRate
            + " may help");
  }
}
