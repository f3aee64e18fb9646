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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against PyTorch 2.7.1's {@code CrossEntropyLoss(label_smoothing=0.1)} on three images. */
class LabelSmoothingTest {
  private static final float[] LOGITS = {
    1.5f, -0.3f, 0.2f, 2.0f, -1.0f, 0.7f, 0.1f, 0.4f, 0.0f, 3.0f, -2.0f, 1.0f
  };
  private static final double LOSS = 1.612574815750122;
  private static final double LOSS_WITHOUT = 1.5692415237426758;
  private static final float[] GRADIENT = {
    0.09966202f, 0.00951818f, 0.02109884f, -0.13027905f,
    0.01629724f, -0.17350684f, 0.06566101f, 0.09154857f,
    -0.29440913f, 0.27134144f, -0.0064489f, 0.02951653f
  };
  private static final LabelSmoothing SMOOTHING = new LabelSmoothing(0.1, 4);

  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray logits = manager.create(LOGITS, new Shape(3, 4));
  private final NDArray labels = manager.create(new long[] {3, 1, 0});

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void plainOperatorsHaveLossAndGradientOfPyTorch() {
    NDArray third = manager.create(1f / 3);
    logits.setRequiresGradient(true);
    NDArray targets = SMOOTHING.targets(labels);
    NDArray loss;
    try (GradientCollector collector =
        Engine.getEngine(manager.getEngine().getEngineName()).newGradientCollector()) {
      loss = LossAndAccuracy.crossEntropy(logits, targets).mul(third);
      collector.backward(loss);
    }

    assertThat((double) loss.toFloatArray()[0]).isCloseTo(LOSS, within(1e-6));
    assertThat(logits.getGradient().toFloatArray()).containsExactly(GRADIENT, within(1e-6f));
  }

  /** The gradient of the head's bias is that of the logits, summed over the images. */
  @Test
  void kernelsHaveLossAndGradientOfPyTorch() {
    Script script = Kernels.FLOAT32.compiled().orElseThrow();
    NDArray targets = SMOOTHING.targets(labels);
    NDArray features = manager.ones(new Shape(3, 4));
    NDArray none = manager.create(new Shape(0));
    NDArray identity = manager.eye(4);
    NDArray back =
        script.array(
            manager,
            "head_back",
            logits,
            targets,
            none,
            features,
            List.of(none, none, identity, none),
            List.of(none, none, none, none),
            3.0);
    float[] losses = script.array(manager, "losses", logits, targets, none).toFloatArray();

    assertThat(back.toFloatArray()).containsExactly(GRADIENT, within(1e-6f));
    assertThat(losses[0] / 3.0).isCloseTo(LOSS, within(1e-6));
    assertThat(losses[1]).isEqualTo(2);
  }

  @Test
  void withoutSmoothingLabelsStayWhatTheyAre() {
    assertThat(new LabelSmoothing(0, 4).targets(labels)).isSameAs(labels);
    assertThat(LossAndAccuracy.of(logits, labels).loss()).isCloseTo(LOSS_WITHOUT, within(1e-6));
  }

  @Test
  void imagesAreCountedByTheLabelThatIsGivenMost() {
    NDArray targets = SMOOTHING.targets(labels);

    assertThat(targets.sum(new int[] {1}).toFloatArray())
        .containsExactly(new float[] {1, 1, 1}, within(1e-6f));
    assertThat(targets.argMax(1).toLongArray()).containsExactly(3, 1, 0);
  }
}
