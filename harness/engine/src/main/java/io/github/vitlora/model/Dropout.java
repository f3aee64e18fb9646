package io.github.vitlora.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.random.RandomStreams;

/**
 * Applies inverted dropout (Srivastava et al. 2014) to one layer: in training every input is zeroed
 * with probability p and scaled by {@code 1 / (1 - p)} otherwise. The mask follows only from the
 * trial's seed, the layer's name and the position in training.
 */
final class Dropout {
  private final double probability;
  private final NDArray threshold;
  private final NDArray amplification;
  private final String layer;
  private final RandomStreams random;
  private final Clock clock;

  Dropout(
      NDManager constants, double probability, String layer, RandomStreams random, Clock clock) {
    this.probability = probability;
    threshold = constants.full(new Shape(1), (float) probability);
    amplification = constants.full(new Shape(1), (float) (1 / (1 - probability)));
    this.layer = layer;
    this.random = random;
    this.clock = clock;
  }

  NDArray apply(NDArray x) {
    if (probability == 0) {
      return x;
    }
    long seed = random.streamSeed("dropout." + layer, clock.step, clock.piece);
    Engine.getEngine(x.getManager().getEngine().getEngineName()).setRandomSeed((int) seed);
    NDArray mask =
        x.getManager()
            .randomUniform(0f, 1f, x.getShape())
            .gte(threshold)
            .toType(DataType.FLOAT32, false)
            .mul(amplification);
    return x.mul(mask);
  }

  /** A clock holds the position in training that what is dropped follows from. */
  static final class Clock {
    private long step;
    private long piece;
    private long image;

    /** Moves to a micro-batch; parameters are {@link VisionTransformer#moveDropoutTo}'s. */
    void moveTo(long step, long piece, long image) {
      this.step = step;
      this.piece = piece;
      this.image = image;
    }

    long step() {
      return step;
    }

    long image() {
      return image;
    }
  }
}
