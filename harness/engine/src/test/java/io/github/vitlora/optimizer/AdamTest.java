package io.github.vitlora.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.WeightSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against the algorithms of the papers, written out for one number. */
class AdamTest {
  private static final double RATE = 1e-2;
  private static final int STEPS = 5;

  @Test
  void plainAdamFollowsItsPaper() {
    assertThat(trained(new ParameterGroup(0, 1), RATE)).isCloseTo(expected(0), within(1e-6));
  }

  @Test
  void adamWDecays() {
    assertThat(trained(new ParameterGroup(0.3, 1), RATE)).isCloseTo(expected(0.3), within(1e-6));
    assertThat(expected(0.3)).isNotCloseTo(expected(0), within(1e-3));
  }

  /** As timm has it. */
  @Test
  void matricesDecayAndVectorsClassTokenAndPositionsDoNot() {
    Architecture architecture = Architecture.named("vit_smoke_patch8_32").orElseThrow();

    assertThat(
            architecture.weights(5).stream().filter(w -> ParameterGroup.of(w, 0.3, 1).decay() > 0))
        .extracting(WeightSpec::layerInBlock, WeightSpec::part)
        .containsOnly(
            tuple("patch_embed.proj", "weight"),
            tuple("attn.qkv", "weight"),
            tuple("attn.proj", "weight"),
            tuple("mlp.fc1", "weight"),
            tuple("mlp.fc2", "weight"),
            tuple("head", "weight"));
  }

  /** As LoRA+ has it for B. */
  @Test
  void aParameterCanLearnFasterThanOthers() {
    double alone = trained(new ParameterGroup(0.3, 3), RATE);

    assertThat(alone).isCloseTo(trained(new ParameterGroup(0.3, 1), 3 * RATE), within(1e-6));
    assertThat(alone).isNotCloseTo(expected(0.3), within(1e-3));
  }

  /** Minimises p^2 from p = 1. */
  private static double trained(ParameterGroup group, double rate) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray parameter = manager.ones(new Shape(1, 1));
      parameter.setRequiresGradient(true);
      try (Adam adam = new Adam(manager, Map.of("p", parameter), name -> group)) {
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
