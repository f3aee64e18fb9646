package io.github.vitlora.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.vitlora.kernel.Kernels;
import io.github.vitlora.kernel.Script;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Against timm 1.0's {@code SoftTargetCrossEntropy} on what its {@code mixup_target} makes of the
 * labels 3, 1 and 0 at a share of 0.3, with and without label smoothing.
 */
class MixedLabelsTest {
  private static final float[] LOGITS = {
    1.5f, -0.3f, 0.2f, 2.0f, -1.0f, 0.7f, 0.1f, 0.4f, 0.0f, 3.0f, -2.0f, 1.0f
  };
  private static final float[] SHARES = {
    0.7f, 0, 0, 0.3f, 0, 1, 0, 0, 0.3f, 0, 0, 0.7f,
  };

  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray logits = manager.create(LOGITS, new Shape(3, 4));
  private final NDArray labels = manager.create(SHARES, new Shape(3, 4));

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Arguments> smoothed() {
    return Stream.of(
        Arguments.of(
            0.0,
            1.4525747299194336,
            new float[] {
              -0.12533797f, 0.017851515f, 0.029432174f, 0.078054272f,
              0.02463058f, -0.19850685f, 0.073994353f, 0.099881917f,
              -0.08607582f, 0.27967483f, 0.0018844347f, -0.19548346f
            }),
        Arguments.of(
            0.1,
            1.5075746774673462,
            new float[] {
              -0.11033796f, 0.0095181828f, 0.021098843f, 0.079720952f,
              0.016297244f, -0.17350686f, 0.065661013f, 0.091548577f,
              -0.084409155f, 0.2713415f, -0.0064488989f, -0.18048346f
            }));
  }

  @ParameterizedTest
  @MethodSource("smoothed")
  void plainOperatorsHaveLossAndGradientOfTimm(double smoothing, double loss, float[] gradient) {
    NDArray third = manager.create(1f / 3);
    NDArray targets = new LabelSmoothing(smoothing, 4).targets(labels);
    logits.setRequiresGradient(true);
    NDArray sum;
    try (GradientCollector collector =
        Engine.getEngine(manager.getEngine().getEngineName()).newGradientCollector()) {
      sum = LossAndAccuracy.crossEntropy(logits, targets);
      collector.backward(sum.mul(third));
    }

    assertThat(sum.toFloatArray()[0] / 3.0).isCloseTo(loss, within(1e-6));
    assertThat(logits.getGradient().toFloatArray()).containsExactly(gradient, within(1e-6f));
    // The classes of the larger shares are 0, 1 and 3; the largest logits are 3, 1 and 1.
    assertThat(LossAndAccuracy.of(logits, labels).correct()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("smoothed")
  void kernelsHaveLossAndGradientOfTimm(double smoothing, double loss, float[] gradient) {
    Script script = Kernels.FLOAT32.compiled().orElseThrow();
    NDArray targets = new LabelSmoothing(smoothing, 4).targets(labels);
    NDArray none = manager.create(new Shape(0));
    NDArray back =
        script.array(
            manager,
            "head_back",
            logits,
            targets,
            none,
            manager.ones(new Shape(3, 4)),
            List.of(none, none, manager.eye(4), none),
            List.of(none, none, none, none),
            3.0);
    float[] losses = script.array(manager, "losses", logits, targets, none).toFloatArray();

    assertThat(back.toFloatArray()).containsExactly(gradient, within(1e-6f));
    assertThat(losses[0] / 3.0).isCloseTo(loss, within(1e-6));
    assertThat(losses[1]).isEqualTo(1);
  }
}
