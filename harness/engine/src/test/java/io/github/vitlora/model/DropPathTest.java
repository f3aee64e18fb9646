package io.github.vitlora.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.Regime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DropPathTest {
  private static final Architecture SMOKE = Architecture.named("vit_smoke_patch8_32").orElseThrow();

  private final NDManager manager = NDManager.newBaseManager();
  private final Dropout.Clock clock = new Dropout.Clock();

  @AfterEach
  void close() {
    manager.close();
  }

  private DropPath dropPath(double probability, int depth) {
    return new DropPath(probability, depth, new RandomStreams(3), clock);
  }

  @Test
  void branchesAreSkippedMoreOftenTheHigherTheyAre() {
    int images = 10_000;
    NDArray factors = dropPath(0.5, 3).factors(manager, images).orElseThrow();

    assertThat(factors.getShape()).isEqualTo(new Shape(3, 2, images));
    for (int branch = 0; branch < 2; branch++) {
      assertThat(factors.get(0, branch).toFloatArray()).containsOnly(1f);
      assertSkips(factors.get(1, branch).toFloatArray(), 0.25);
      assertSkips(factors.get(2, branch).toFloatArray(), 0.5);
    }
  }

  /** The mean stays 1: what is kept is amplified. The draws have a fixed seed. */
  private static void assertSkips(float[] factors, double probability) {
    int skipped = 0;
    for (float factor : factors) {
      if (factor == 0) {
        skipped++;
      } else {
        assertThat(factor).isEqualTo((float) (1 / (1 - probability)));
      }
    }
    assertThat((double) skipped / factors.length).isCloseTo(probability, within(0.02));
  }

  @Test
  void bothBranchesOfABlockAreDrawnApart() {
    NDArray factors = dropPath(0.5, 2).factors(manager, 50).orElseThrow();

    assertThat(factors.get(1, 0).toFloatArray()).isNotEqualTo(factors.get(1, 1).toFloatArray());
  }

  @Test
  void whatIsDrawnDoesNotDependOnMicroBatches() {
    DropPath paths = dropPath(0.5, 2);
    clock.moveTo(7, 0, 0);
    NDArray whole = paths.factors(manager, 20).orElseThrow();

    clock.moveTo(7, 1, 12);
    NDArray rest = paths.factors(manager, 8).orElseThrow();
    clock.moveTo(7, 0, 0);
    NDArray first = paths.factors(manager, 12).orElseThrow();

    assertThat(first.concat(rest, 2).toFloatArray()).isEqualTo(whole.toFloatArray());
  }

  @Test
  void everyStepDrawsAnew() {
    DropPath paths = dropPath(0.5, 2);
    float[] once = paths.factors(manager, 20).orElseThrow().toFloatArray();

    clock.moveTo(1, 0, 0);

    assertThat(paths.factors(manager, 20).orElseThrow().toFloatArray()).isNotEqualTo(once);
  }

  @Test
  void oneBlockAloneIsNeverSkipped() {
    assertThat(dropPath(0.9, 1).factors(manager, 20).orElseThrow().toFloatArray()).containsOnly(1f);
  }

  @Test
  void nothingIsSkippedWithoutProbabilityNorBelowAHeadAlone() {
    assertThat(dropPath(0, 2).factors(manager, 4)).isEmpty();
    try (TunableModel probe = model(new Regime.LinearProbe());
        TunableModel whole = model(new Regime.FullFineTuning())) {
      assertThat(probe.dropPath(0.5).factors(manager, 4)).isEmpty();
      assertThat(whole.dropPath(0.5).factors(manager, 4)).isPresent();
    }
  }

  private TunableModel model(Regime regime) {
    return TunableModel.fromScratch(manager, SMOKE, 3, regime, new RandomStreams(1));
  }
}
