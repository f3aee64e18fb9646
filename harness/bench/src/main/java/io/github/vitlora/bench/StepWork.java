package io.github.vitlora.bench;

import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.Regime;

/**
 * Floating-point operations an image that the matrix products of a plain implementation take: those
 * that every token goes through in every block, whatever a network's last block may leave out.
 *
 * @param forward one pass over an image
 * @param backward the way back, weight gradients included where weights are trained
 */
record StepWork(double forward, double backward) {

  static StepWork of(Architecture a, Regime regime) {
    double tokens = a.tokens();
    double patches =
        2 * (tokens - 1) * a.width() * (double) a.channels() * a.patchSize() * a.patchSize();
    double attention = a.depth() * 2 * 2 * tokens * tokens * a.width();
    double dense = 0;
    double adapters = 0;
    for (Architecture.DenseLayer layer : a.denseLayers()) {
      dense += 2 * tokens * layer.in() * layer.out();
      if (regime instanceof Regime.Lora lora && lora.adapts(layer.name())) {
        adapters += 2 * tokens * lora.rankOf(layer.name()) * (layer.in() + layer.out());
      }
    }
    double forward = patches + attention + dense + adapters;
    double backward = 0;
    if (regime instanceof Regime.FullFineTuning) {
      backward = 2 * forward;
    } else if (regime instanceof Regime.Lora) {
      backward = 2 * attention + dense + 2 * adapters;
    }
    return new StepWork(forward, backward);
  }

  /** Forward and backward. */
  double total() {
    return forward + backward;
  }
}
