package io.github.vitlora.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.learner.Learner;
import io.github.vitlora.learner.LossAndAccuracy;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Holds ViT-Tiny of ten classes, and a micro-batch of noise to train it on. */
final class StepSubject implements AutoCloseable {
  /** A micro-batch has so many images. */
  static final int PIECE = 32;

  private static final Architecture TINY = Architecture.named("vit_tiny_patch16_224").orElseThrow();
  private static final int CLASSES = 10;
  private static final double LEARNING_RATE = 1e-5;

  private final NDManager manager = NDManager.newBaseManager();
  private final TunableModel model;
  private final Learner learner;
  private final NDArray pixels;
  private final NDArray labels;
  private final StepWork work;

  /** Makes a subject that kernels of a precision compute. */
  StepSubject(String slug, String precision) {
    this(slug, Parameters.kernels(precision).compiled());
  }

  /** Makes a subject that DJL's operators compute. */
  StepSubject(String slug) {
    this(slug, Optional.empty());
  }

  private StepSubject(String slug, Optional<Script> kernels) {
    Regime regime = Parameters.regime(slug);
    work = StepWork.of(TINY, regime);
    model = TunableModel.fromScratch(manager, TINY, CLASSES, regime, new RandomStreams(1));
    learner =
        Learner.of(manager, model, TrainingSpec.adam(1, PIECE, PIECE, LEARNING_RATE), kernels);
    int side = TINY.imageSize();
    pixels = manager.randomNormal(new Shape(PIECE, TINY.channels(), side, side));
    labels = manager.arange(PIECE).toType(DataType.INT64, false);
    labels.modi(CLASSES);
  }

  StepWork work() {
    return work;
  }

  LossAndAccuracy step(int batch) {
    LossAndAccuracy sum = LossAndAccuracy.NONE;
    for (int done = 0; done < batch; done += PIECE) {
      try (NDManager scope = manager.newSubManager()) {
        sum = sum.plus(learner.accumulate(copy(scope, pixels), copy(scope, labels), batch));
      }
    }
    apply();
    return sum;
  }

  LossAndAccuracy evaluate() {
    try (NDManager scope = manager.newSubManager()) {
      return learner.evaluate(copy(scope, pixels), copy(scope, labels));
    }
  }

  void apply() {
    learner.apply(LEARNING_RATE);
  }

  long save(Path file) throws IOException {
    return model.save(file);
  }

  /** Copies an array, since every micro-batch of a training is new and owns what is computed. */
  private static NDArray copy(NDManager scope, NDArray array) {
    NDArray copy = array.duplicate();
    copy.attach(scope);
    return copy;
  }

  @Override
  public void close() {
    learner.close();
    manager.close();
  }
}
