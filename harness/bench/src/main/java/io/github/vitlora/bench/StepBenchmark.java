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
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Measures ViT-Tiny of ten classes on a micro-batch of noise. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
public abstract class StepBenchmark {
  /** A micro-batch has so many images. */
  static final int PIECE = 32;

  private static final Architecture TINY = Architecture.named("vit_tiny_patch16_224").orElseThrow();
  private static final int CLASSES = 10;
  private static final double LEARNING_RATE = 1e-5;

  private NDManager manager;
  private TunableModel model;
  private Learner learner;
  private NDArray pixels;
  private NDArray labels;
  private StepWork work;

  StepBenchmark() {}

  /**
   * Sets a network up.
   *
   * @param slug of its regime
   * @param kernels that compute it; DJL's operators do if there are none
   */
  final void prepare(String slug, Optional<Script> kernels) {
    manager = NDManager.newBaseManager();
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

  /** Frees the network. */
  @TearDown
  public final void tearDown() {
    learner.close();
    manager.close();
  }

  final StepWork work() {
    return work;
  }

  final LossAndAccuracy train(int batch) {
    LossAndAccuracy sum = LossAndAccuracy.NONE;
    for (int done = 0; done < batch; done += PIECE) {
      try (NDManager scope = manager.newSubManager()) {
        sum = sum.plus(learner.accumulate(copy(scope, pixels), copy(scope, labels), batch));
      }
    }
    update();
    return sum;
  }

  final LossAndAccuracy classify() {
    try (NDManager scope = manager.newSubManager()) {
      return learner.evaluate(copy(scope, pixels), copy(scope, labels));
    }
  }

  final void update() {
    learner.apply(LEARNING_RATE);
  }

  final long save(Path file) throws IOException {
    return model.save(file);
  }

  /** Copies an array, since every micro-batch of a training is new and owns what is computed. */
  private static NDArray copy(NDManager scope, NDArray array) {
    NDArray copy = array.duplicate();
    copy.attach(scope);
    return copy;
  }
}
