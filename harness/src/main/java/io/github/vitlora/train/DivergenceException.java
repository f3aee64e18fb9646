package io.github.vitlora.train;

/** The loss stopped being a finite number. */
final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergenceException(int epoch, int step, double learningRate) {
    super(
        "the loss of epoch "
            + epoch
            + ", step "
            + step
            + " is not a finite number; a learning rate below "
            + learningRate
            + " may help");
  }
}
