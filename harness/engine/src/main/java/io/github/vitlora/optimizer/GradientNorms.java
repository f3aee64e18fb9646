package io.github.vitlora.optimizer;

import java.util.OptionalDouble;

/**
 * How long the gradients of some steps were, before they were clipped.
 *
 * @param sum of the norms
 * @param largest of them
 * @param clipped number of steps whose gradient was too long
 * @param steps number of steps
 */
public record GradientNorms(double sum, double largest, int clipped, int steps) {
  /** No step yet. */
  public static final GradientNorms NONE = new GradientNorms(0, 0, 0, 0);

  /**
   * With another step.
   *
   * @param norm of its gradient; empty where none was asked for
   * @param most that it may be
   */
  public GradientNorms plus(OptionalDouble norm, double most) {
    if (norm.isEmpty()) {
      return this;
    }
    double n = norm.getAsDouble();
    return new GradientNorms(
        sum + n, Math.max(largest, n), clipped + (n > most ? 1 : 0), steps + 1);
  }

  /** Mean over the steps. */
  public double mean() {
    return sum / steps;
  }
}
