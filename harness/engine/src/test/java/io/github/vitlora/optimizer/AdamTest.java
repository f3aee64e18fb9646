package io.github.vitlora.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Against the algorithms of the papers, written out for one number. */
class AdamTest {
  private static final double RATE = 1e-2;
  private static final int STEPS = 5;

  @Test
  void plainAdamFollowsItsPaper() {
    assertThat(trained("blocks.0.mlp.fc1.weight", new Shape(1, 1), 0))
        .isCloseTo(expected(0), within(1e-6));
  }

  @Test
  void adamWDecaysMatrices() {
    assertThat(trained("blocks.0.mlp.fc1.weight", new Shape(1, 1), 0.3))
        .isCloseTo(expected(0.3), within(1e-6));
    assertThat(expected(0.3)).isNotCloseTo(expected(0), within(1e-3));
  }

  @Test
  void adamWLeavesVectorsClassTokenAndPositionsAlone() {
    assertThat(trained("blocks.0.mlp.fc1.bias", new Shape(1), 0.3))
        .isCloseTo(expected(0), within(1e-6));
    assertThat(trained("cls_token", new Shape(1, 1, 1), 0.3)).isCloseTo(expected(0), within(1e-6));
    assertThat(trained("pos_embed", new Shape(1, 1, 1), 0.3)).isCloseTo(expected(0), within(1e-6));
  }

  /** As LoRA+ has it for B. */
  @Test
  void aParameterCanLearnFasterThanOthers() {
    double alone = trained("p", new Shape(1, 1), 0.3, n -> 3, RATE);

    assertThat(alone).isCloseTo(trained("p", new Shape(1, 1), 0.3, n -> 1, 3 * RATE), within(1e-6));
    assertThat(alone).isNotCloseTo(expected(0.3), within(1e-3));
  }

  private static double trained(String name, Shape shape, double weightDecay) {
    return trained(name, shape, weightDecay, n -> 1, RATE);
  }

  /** Minimises p^2 from p = 1. */
  private static double trained(
      String name, Shape shape, double weightDecay, ToDoubleFunction<String> factors, double rate) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray parameter = manager.ones(shape);
      parameter.setRequiresGradient(true);
      Map<String, NDArray> parameters = new LinkedHashMap<>();
      parameters.put(name, parameter);
      try (Adam adam = new Adam(manager, parameters, weightDecay, factors)) {
        for (int step = 0; step < STEPS; step++) {
          try (GradientCollector collector =
              Engine.getEngine(manager.getEngine().getEngineName()).newGradientCollector()) {
            collector.backward(parameter.square().sum());
          }
          adam.step(rate);
        }
      }
      return parameter.toFloatArray()[0];
    }
  }

  private static double expected(double weightDecay) {
    double p = 1;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= STEPS; t++) {
      double gradient = 2 * p;
      p -= RATE * weightDecay * p;
      m = 0.9 * m + 0.1 * gradient;
      v = 0.999 * v + 0.001 * gradient * gradient;
      p -= RATE * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8);
    }
    return (float) p;
  }
}
