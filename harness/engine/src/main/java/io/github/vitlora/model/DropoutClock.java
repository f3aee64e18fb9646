package io.github.vitlora.model;

/** The position in training that dropout masks follow from. Used by one thread. */
public final class DropoutClock {
  private long step;
  private long piece;

  /**
   * Moves to a micro-batch.
   *
   * @param step optimizer steps done so far
   * @param piece index of the micro-batch within the step
   */
  public void moveTo(long step, long piece) {
    this.step = step;
    this.piece = piece;
  }

  long step() {
    return step;
  }

  long piece() {
    return piece;
  }
}
