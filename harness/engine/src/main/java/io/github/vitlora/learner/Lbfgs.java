package io.github.vitlora.learner;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth convex function by L-BFGS (Nocedal 1980, doi:10.2307/2006193; Liu and Nocedal
 * 1989, doi:10.1007/BF01589116) in double precision: the two-loop recursion over the last steps,
 * and backtracking until Armijo's condition holds. The same start gives the same bits.
 */
final class Lbfgs {
  private static final int MEMORY = 10;
  private static final int MOST_HALVINGS = 60;
  private static final double DECREASE = 1e-4;

  /**
   * Two values of a function that are closer than this, relatively, may differ by rounding alone.
   */
  private static final double ROUNDING = 1e-13;

  private final Function function;
  private final Deque<Step> steps = new ArrayDeque<>();

  private Lbfgs(Function function) {
    this.function = function;
  }

  /** A function of some variables. */
  interface Function {
    /**
     * Computes its value.
     *
     * @param gradient is overwritten by its gradient there
     */
    double at(double[] x, double[] gradient);
  }

  /**
   * Says where a minimisation ended.
   *
   * @param x the variables
   * @param iterations steps that were taken
   * @param gradientNorm Euclidean norm of the gradient there
   */
  record Minimum(double[] x, int iterations, double gradientNorm) {}

  /** The change that a step made to the variables and to the gradient, and their product. */
  private record Step(double[] moved, double[] turned, double product) {}

  /**
   * Minimises a function.
   *
   * @param start is not changed
   * @param tolerance norm of the gradient at which it ends; sooner where rounding hides all
   *     progress
   * @param most iterations at most
   * @param alive told of each
   */
  static Minimum minimise(
      Function function, double[] start, double tolerance, int most, Runnable alive) {
    return new Lbfgs(function).minimise(start, tolerance, most, alive);
  }

  private Minimum minimise(double[] start, double tolerance, int most, Runnable alive) {
    double[] x = start.clone();
    double[] gradient = new double[x.length];
    double value = function.at(x, gradient);
    int iterations = 0;
    while (norm(gradient) > tolerance && iterations < most) {
      double[] direction = direction(gradient);
      double slope = dot(gradient, direction);
      double[] nextX = new double[x.length];
      double[] nextGradient = new double[x.length];
      double length = steps.isEmpty() ? Math.min(1, 1 / norm(gradient)) : 1;
      double next = Double.NaN;
      boolean found = false;
      for (int halvings = 0; halvings < MOST_HALVINGS && !found; halvings++) {
        for (int i = 0; i < x.length; i++) {
          nextX[i] = x[i] + length * direction[i];
        }
        next = function.at(nextX, nextGradient);
        found = isBetter(value, next, length * slope, length * dot(nextGradient, direction));
        length /= 2;
      }
      if (!found) {
        break;
      }
      remember(x, nextX, gradient, nextGradient);
      x = nextX;
      gradient = nextGradient;
      value = next;
      iterations++;
      alive.run();
    }
    return new Minimum(x, iterations, norm(gradient));
  }

  /**
   * Holds a step against Armijo's condition; where values are so close that rounding decides, its
   * form in derivatives (Hager and Zhang 2005, doi:10.1137/030601880).
   *
   * @param slope by which the value would fall if the function were linear, negative
   * @param slopeThere the same with the gradient after the step
   */
  private static boolean isBetter(double value, double next, double slope, double slopeThere) {
    return next <= value + DECREASE * slope
        || (next <= value + ROUNDING * Math.abs(value) && slopeThere <= (2 * DECREASE - 1) * slope);
  }

  private void remember(double[] x, double[] nextX, double[] gradient, double[] nextGradient) {
    double[] moved = difference(nextX, x);
    double[] turned = difference(nextGradient, gradient);
    double product = dot(moved, turned);
    // Of a convex function it is positive but for rounding.
    if (product > 1e-14 * norm(moved) * norm(turned)) {
      steps.addLast(new Step(moved, turned, product));
      if (steps.size() > MEMORY) {
        steps.removeFirst();
      }
    }
  }

  /** Returns the negative gradient times the estimate of the inverse Hessian. */
  private double[] direction(double[] gradient) {
    double[] direction = gradient.clone();
    double[] shares = new double[steps.size()];
    int i = shares.length;
    for (Iterator<Step> back = steps.descendingIterator(); back.hasNext(); ) {
      Step step = back.next();
      shares[--i] = dot(step.moved(), direction) / step.product();
      add(direction, step.turned(), -shares[i]);
    }
    if (!steps.isEmpty()) {
      Step last = steps.getLast();
      double scale = last.product() / dot(last.turned(), last.turned());
      Arrays.setAll(direction, j -> scale * direction[j]);
    }
    for (Step step : steps) {
      double back = dot(step.turned(), direction) / step.product();
      add(direction, step.moved(), shares[i++] - back);
    }
    Arrays.setAll(direction, j -> -direction[j]);
    return direction;
  }

  private static double[] difference(double[] one, double[] other) {
    double[] difference = one.clone();
    add(difference, other, -1);
    return difference;
  }

  private static void add(double[] sum, double[] other, double factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * other[i];
    }
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }
}
