package io.github.vitlora.bench;

import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.WeightSpec;

/**
 * Counts the floating-point operations an image that the matrix products of a plain implementation
 * take, over every token in every block, whatever a network's last block may leave out.
 *
 * @param forward one pass over an image
 * @param backward the way back, weight gradients included where weights are trained
 */
record StepWork(double forward, double backward) {

  static StepWork of(Architecture a, Regime regime) {
    double tokens = a.tokens();
    double attention = a.depth() * 2 * 2 * tokens * tokens * a.width();
    double patches = 0;
    double dense = 0;
    double adapters = 0;
    double trained = 0;
    for (WeightSpec weight : a.weights(1)) {
      if (weight.role() == WeightSpec.Role.DENSE && !weight.isBias()) {
        double features = (double) weight.in() * weight.out();
        if (weight.isAdaptable()) {
          dense += 2 * tokens * features;
          trained += regime.trains(a, weight) ? 2 * tokens * features : 0;
          adapters +=
              regime.adapters(weight).stream()
                  .mapToDouble(at -> 2 * tokens * (at.down().size() + at.up().size()))
                  .sum();
        } else {
          patches += 2 * (tokens - 1) * features;
          trained += regime.trains(a, weight) ? 2 * 2 * (tokens - 1) * features : 0;
        }
      }
    }
    double forward = patches + attention + dense + adapters;
    double backward =
        regime.trainsHeadAlone(a) ? 0 : 2 * attention + dense + trained + 2 * adapters;
    return new StepWork(forward, backward);
  }

  /** Returns the operations of forward and backward pass. */
  double total() {
    return forward + backward;
  }
}
