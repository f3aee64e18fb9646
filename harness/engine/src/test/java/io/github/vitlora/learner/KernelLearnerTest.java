package io.github.vitlora.learner;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.kernel.Kernels;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.ClassWeights;
import io.github.vitlora.regime.LoraInitialisation;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.LoraOptions.TargetRank;
import io.github.vitlora.regime.LoraOptionsBuilder;
import io.github.vitlora.regime.LoraScaling;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainedBiases;
import io.github.vitlora.regime.TrainingOptionsBuilder;
import io.github.vitlora.regime.TrainingSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels against DJL's operators and libtorch's autograd, on a small network. */
@Tag("slow")
class KernelLearnerTest {
  private static final int IMAGES = 6;
  private static final int CLASSES = 3;
  private static final TrainingSpec RECIPE = TrainingSpec.adam(1, IMAGES, IMAGES, 1e-2);
  private static final TrainingSpec BALANCED =
      RECIPE.withOptions(
          TrainingOptionsBuilder.builder().classWeights(ClassWeights.BALANCED).build());
  private static final int[] PER_CLASS = {30, 10, 2};

  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray pixels = random(new Shape(IMAGES, 3, 32, 32));
  private final NDArray labels = manager.create(new long[] {0, 1, 2, 0, 1, 2});

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Arguments> regimes() {
    return Stream.of(
            new Regime.FullFineTuning(),
            new Regime.LinearProbe(),
            lora(1, "attn.qkv"),
            lora(4, "attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2"),
            lora(17, "attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2"),
            // Of these, some want no gradient below the layer that is trained lowest.
            lora(2, "attn.proj"),
            lora(2, "mlp.fc1"),
            lora(2, "mlp.fc2"),
            lora(2, "blocks.1.mlp.fc2"),
            lora(2, "blocks.1.attn.qkv"),
            lora(2, "blocks.0.attn.proj"),
            alsoTrain(lora(3, "attn.qkv", "attn.proj"), "norm1", "norm2", "norm"),
            alsoTrain(lora(2, "blocks.1.attn.proj"), "norm"),
            alsoTrain(lora(2, "blocks.1.mlp.fc2"), "blocks.1.norm2"),
            alsoTrain(lora(2, "blocks.1.attn.proj"), "blocks.1.norm1"),
            alsoTrain(lora(2, "blocks.1.mlp.fc2"), "patch_embed"),
            alsoTrain(lora(2, "attn.qkv"), "cls_token", "pos_embed"),
            alsoTrain(lora(2, "attn.qkv", "mlp.fc1"), "blocks.1"),
            lora(2, "attn.qkv", "mlp.fc1")
                .with(
                    LoraOptionsBuilder.builder(LoraOptions.PLAIN).bias(TrainedBiases.LORA).build()),
            lora(2, "attn.qkv")
                .with(
                    LoraOptionsBuilder.builder(LoraOptions.PLAIN).bias(TrainedBiases.ALL).build()),
            lora(2)
                .with(
                    LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                        .targetPattern(Optional.of("blocks\\.1\\..*"))
                        .targetRanks(List.of(new TargetRank("mlp.fc1", 5)))
                        .scaling(LoraScaling.RSLORA)
                        .loraPlusRatio(8)
                        .build()),
            startingFrom(LoraInitialisation.PISSA),
            startingFrom(LoraInitialisation.OLORA),
            // Parts of the joint layer, of which the last block computes queries apart.
            lora(2, "attn.q"),
            lora(2, "attn.k"),
            lora(4, "query", "value"),
            lora(17, "attn.q", "attn.k", "attn.v", "attn.proj", "mlp.fc1", "mlp.fc2"),
            lora(2, "blocks.1.attn.q"),
            lora(2, "blocks.1.attn.k", "blocks.0.attn.qkv"),
            lora(3, "attn.q", "attn.v")
                .with(
                    LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                        .alsoTrain(List.of("attn.qkv", "norm1"))
                        .targetRanks(List.of(new TargetRank("value", 5)))
                        .scaling(LoraScaling.RSLORA)
                        .bias(TrainedBiases.ALL)
                        .build()),
            lora(3, "attn.q", "attn.v")
                .with(
                    LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                        .initialisation(LoraInitialisation.PISSA)
                        .build()),
            new Regime.BitFit(),
            new Regime.LayerNormTuning(),
            new Regime.LastBlocks("lastBlocks", 1),
            new Regime.LastBlocks("lastBlocks", 2))
        .flatMap(
            regime ->
                Stream.of(
                    Arguments.of(Kernels.FLOAT32, regime, 2e-5),
                    Arguments.of(Kernels.BFLOAT16, regime, 0.05)));
  }

  private static Regime.Lora lora(int rank, String... targets) {
    return new Regime.Lora("lora", rank, 3 * rank, List.of(targets), 0);
  }

  private static Regime startingFrom(LoraInitialisation initialisation) {
    return lora(3, "attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2")
        .with(LoraOptionsBuilder.builder(LoraOptions.PLAIN).initialisation(initialisation).build());
  }

  private static Regime alsoTrain(Regime.Lora lora, String... modules) {
    return lora.with(
        LoraOptionsBuilder.builder(LoraOptions.PLAIN).alsoTrain(List.of(modules)).build());
  }

  /** The tolerance of bfloat16, which has eight bits, is wide; one wrong term would pass none. */
  @ParameterizedTest
  @MethodSource("regimes")
  void kernelsComputeWhatPlainOperatorsDo(Kernels kernels, Regime regime, double tolerance) {
    Optional<Script> script = kernels.compiled();
    assertThat(script).isPresent();
    try (TunableModel model = model(regime);
        Learner plain = Learner.of(manager, model, RECIPE, Optional.empty());
        Learner fast = Learner.of(manager, model, RECIPE, script)) {
      LossAndAccuracy expected = inPieces(plain);
      LossAndAccuracy actual = inPieces(fast);

      assertThat(relative(actual.loss(), expected.loss())).isLessThan(tolerance);
      assertSameGradients(fast, plain, tolerance);
    }
  }

  private static void assertSameGradients(Learner fast, Learner plain, double tolerance) {
    Map<String, float[]> reference = values(plain.gradients());
    assertThat(fast.gradients()).containsOnlyKeys(reference.keySet());
    values(fast.gradients())
        .forEach(
            (name, gradient) ->
                assertThat(distance(gradient, reference.get(name)))
                    .as("relative error of the gradient of " + name)
                    .isLessThan(tolerance));
  }

  static Stream<Arguments> regimesInPieces() {
    return regimes()
        .filter(
            of ->
                of.get()[1] instanceof Regime.BitFit
                    || of.get()[1].equals(lora(4, "attn.q", "attn.v"))
                    || of.get()[1].equals(lora(4, "attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2")));
  }

  /** 200 images of 17 tokens are more than adapters are trained on at once. */
  @ParameterizedTest
  @MethodSource("regimesInPieces")
  void aLargeMicroBatchIsCutWithoutATrace(Kernels kernels, Regime regime, double tolerance) {
    int images = 200;
    NDArray many = random(new Shape(images, 3, 32, 32));
    NDArray theirs = manager.arange(0, images, 1, DataType.INT64).mod(CLASSES);
    try (TunableModel model = model(regime);
        Learner plain = Learner.of(manager, model, RECIPE, Optional.empty());
        Learner fast = Learner.of(manager, model, RECIPE, kernels.compiled())) {
      LossAndAccuracy expected = plain.accumulate(many, theirs, images);
      LossAndAccuracy actual = fast.accumulate(many, theirs, images);

      assertThat(relative(actual.loss(), expected.loss())).isLessThan(tolerance);
      assertThat(actual.images()).isEqualTo(images);
      assertSameGradients(fast, plain, tolerance);
    }
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void threeStepsEndWherePlainOnesDo(Kernels kernels, Regime regime, double tolerance) {
    try (TunableModel ours = model(regime);
        TunableModel theirs = model(regime);
        Learner fast = Learner.of(manager, ours, RECIPE, kernels.compiled());
        Learner plain = Learner.of(manager, theirs, RECIPE, Optional.empty())) {
      for (int i = 0; i < 3; i++) {
        inPieces(fast);
        fast.apply(1e-4);
        inPieces(plain);
        plain.apply(1e-4);
      }
      double actual = fast.evaluate(pixels, labels).loss();
      double expected = plain.evaluate(pixels, labels).loss();

      assertThat(relative(actual, expected)).isLessThan(10 * tolerance);
    }
  }

  /** Clipped at a norm that every step is above. */
  @Test
  void twinsClipAndSmoothAlike() {
    TrainingSpec recipe =
        RECIPE.withOptions(
            TrainingOptionsBuilder.builder()
                .gradientClipping(Optional.of(0.1))
                .labelSmoothing(0.2)
                .build());
    Regime regime = lora(4, "attn.qkv", "mlp.fc1");
    try (TunableModel ours = model(regime);
        TunableModel theirs = model(regime);
        Learner fast = Learner.of(manager, ours, recipe, Kernels.FLOAT32.compiled());
        Learner plain = Learner.of(manager, theirs, recipe, Optional.empty())) {
      for (int i = 0; i < 3; i++) {
        assertThat(relative(inPieces(fast).loss(), inPieces(plain).loss())).isLessThan(1e-5);
        double norm = fast.apply(1e-4).orElseThrow();

        assertThat(relative(norm, plain.apply(1e-4).orElseThrow())).isLessThan(1e-4);
        assertThat(norm).isGreaterThan(0.1);
      }
    }
  }

  /** Adapters on more images than they are trained on at once, one of three classes each. */
  @ParameterizedTest
  @MethodSource("regimesInPieces")
  void twinsWeighClassesAlike(Kernels kernels, Regime regime, double tolerance) {
    int images = 200;
    NDArray many = random(new Shape(images, 3, 32, 32));
    NDArray theirs = manager.arange(0, images, 1, DataType.INT64).mod(CLASSES);
    try (TunableModel model = model(regime);
        Learner plain = Learner.of(manager, model, BALANCED, PER_CLASS, Optional.empty());
        Learner fast = Learner.of(manager, model, BALANCED, PER_CLASS, kernels.compiled())) {
      LossAndAccuracy expected = plain.accumulate(many, theirs, 567.8);
      LossAndAccuracy actual = fast.accumulate(many, theirs, 567.8);

      assertThat(relative(actual.loss(), expected.loss())).isLessThan(tolerance);
      assertSameGradients(fast, plain, tolerance);
      assertThat(relative(plain.evaluate(many, theirs).loss(), expected.loss())).isGreaterThan(0.1);
    }
  }

  /** Adapters on more images than they are trained on at once, each in part of another class. */
  @Test
  void twinsLearnAlikeFromImagesThatShowSeveralClasses() {
    int images = 20;
    NDArray many = random(new Shape(images, 3, 32, 32));
    float[] shares = new float[images * CLASSES];
    for (int i = 0; i < images; i++) {
      shares[i * CLASSES + i % CLASSES] += 0.7f;
      shares[i * CLASSES + i / 2 % CLASSES] += 0.3f;
    }
    NDArray classes = manager.create(shares, new Shape(images, CLASSES));
    for (Regime regime : List.of(new Regime.FullFineTuning(), lora(4, "attn.qkv", "mlp.fc1"))) {
      try (TunableModel model = model(regime);
          Learner plain = Learner.of(manager, model, RECIPE, Optional.empty());
          Learner fast = Learner.of(manager, model, RECIPE, Kernels.FLOAT32.compiled())) {
        LossAndAccuracy expected = plain.accumulate(many, classes, images);
        LossAndAccuracy actual = fast.accumulate(many, classes, images);

        assertThat(actual.images()).isEqualTo(images).isEqualTo(expected.images());
        assertThat(actual.correct()).isEqualTo(expected.correct());
        assertThat(relative(actual.loss(), expected.loss())).isLessThan(2e-5);
        Map<String, float[]> reference = values(plain.gradients());
        values(fast.gradients())
            .forEach(
                (name, gradient) ->
                    assertThat(distance(gradient, reference.get(name)))
                        .as("relative error of the gradient of " + name)
                        .isLessThan(2e-5));
      }
    }
  }

  /** Of more images than adapters are trained on at once, the first being the batch's fourth. */
  @ParameterizedTest
  @MethodSource("regimes")
  void twinsSkipTheSamePaths(Kernels kernels, Regime regime, double tolerance) {
    int images = 200;
    NDArray many = random(new Shape(images, 3, 32, 32));
    NDArray theirs = manager.arange(0, images, 1, DataType.INT64).mod(CLASSES);
    TrainingSpec recipe =
        RECIPE.withOptions(TrainingOptionsBuilder.builder().dropPath(0.5).build());
    try (TunableModel model = model(regime);
        Learner plain = Learner.of(manager, model, recipe, Optional.empty());
        Learner fast = Learner.of(manager, model, recipe, kernels.compiled())) {
      model.network().moveDropoutTo(5, 1, 3);
      LossAndAccuracy expected = plain.accumulate(many, theirs, images);
      LossAndAccuracy actual = fast.accumulate(many, theirs, images);

      assertThat(relative(actual.loss(), expected.loss())).isLessThan(tolerance);
      assertSameGradients(fast, plain, tolerance);
      boolean skips = !(regime instanceof Regime.LinearProbe);
      assertThat(plain.evaluate(many, theirs).loss() != expected.loss()).isEqualTo(skips);
    }
  }

  @Test
  void weightsAndSumsOfBfloat16StayInSinglePrecision() {
    try (TunableModel model = model(new Regime.FullFineTuning());
        Learner fast = Learner.of(manager, model, RECIPE, Kernels.BFLOAT16.compiled())) {
      float before = model.trainable().get("norm.weight").toFloatArray()[0];
      inPieces(fast);
      // Too small a step for eight bits beside a weight of one.
      fast.apply(1e-5);

      assertThat(model.trainable().get("norm.weight").toFloatArray()[0])
          .isNotEqualTo(before)
          .isCloseTo(before, org.assertj.core.api.Assertions.within(2e-5f));
    }
  }

  /** Adapters train on sixteen images at once, which a micro-batch of 35 does not divide into. */
  @Test
  void gradientsOfAllPiecesOfAMicroBatchAddUp() {
    int images = 35;
    NDArray many = random(new Shape(images, 3, 32, 32));
    NDArray classes = manager.arange(images).toType(DataType.INT64, false);
    classes.modi(CLASSES);
    try (TunableModel model = model(lora(4, "attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2"));
        Learner plain = Learner.of(manager, model, RECIPE, Optional.empty());
        Learner fast = Learner.of(manager, model, RECIPE, Kernels.FLOAT32.compiled())) {
      LossAndAccuracy expected = plain.accumulate(many, classes, images);
      LossAndAccuracy actual = fast.accumulate(many, classes, images);

      assertThat(actual.images()).isEqualTo(images);
      assertThat(actual.correct()).isEqualTo(expected.correct());
      assertThat(relative(actual.loss(), expected.loss())).isLessThan(2e-5);
      Map<String, float[]> reference = values(plain.gradients());
      values(fast.gradients())
          .forEach(
              (name, gradient) ->
                  assertThat(distance(gradient, reference.get(name)))
                      .as("relative error of the gradient of " + name)
                      .isLessThan(2e-5));
    }
  }

  /** Of one micro-batch, so that no sum is taken in another order. */
  @Test
  void aHeadOnFeaturesLearnsWhatAHeadOnImagesDoes() {
    Script script = Kernels.FLOAT32.compiled().orElseThrow();
    try (TunableModel model = model(new Regime.LinearProbe());
        KernelLearner images = new KernelLearner(manager, model, BALANCED, PER_CLASS, script);
        HeadLearner features = new HeadLearner(manager, model, BALANCED, PER_CLASS, script)) {
      LossAndAccuracy expected = images.accumulate(pixels, labels, 7.5);
      NDArray seen = features.network().features(pixels);
      LossAndAccuracy actual = features.accumulate(seen, labels, 7.5);

      assertThat(actual).isEqualTo(expected);
      assertThat(features.evaluate(seen, labels)).isEqualTo(images.evaluate(pixels, labels));
      assertThat(features.gradients().get("head.weight").toFloatArray())
          .isEqualTo(images.gradients().get("head.weight").toFloatArray());
    }
  }

  /** Nothing is kept of the blocks below, let alone computed on the way back. */
  @ParameterizedTest
  @MethodSource("blocksFromTheTop")
  void noGradientIsComputedBelowTheLowestTrainedBlock(int count, Set<String> blocks) {
    try (TunableModel model = model(new Regime.LastBlocks("lastBlocks", count));
        Learner fast = Learner.of(manager, model, RECIPE, Kernels.FLOAT32.compiled())) {
      inPieces(fast);

      assertThat(fast.gradients().keySet())
          .filteredOn(name -> name.startsWith("blocks."))
          .allMatch(name -> blocks.contains(name.substring(0, "blocks.0".length())));
      assertThat(fast.gradients()).hasSize(12 * count + 4);
    }
  }

  static Stream<Arguments> blocksFromTheTop() {
    return Stream.of(
        Arguments.of(1, Set.of("blocks.1")), Arguments.of(2, Set.of("blocks.0", "blocks.1")));
  }

  @Test
  void theSameStepsGiveTheSameBits() {
    assertThat(threeSteps()).isEqualTo(threeSteps());
  }

  private Map<String, List<Float>> threeSteps() {
    Map<String, List<Float>> weights = new HashMap<>();
    try (TunableModel model = model(lora(4, "attn.qkv", "mlp.fc2"));
        Learner fast = Learner.of(manager, model, RECIPE, Kernels.FLOAT32.compiled())) {
      for (int i = 0; i < 3; i++) {
        inPieces(fast);
        fast.apply(1e-2);
      }
      values(model.trainable())
          .forEach(
              (name, array) -> {
                List<Float> boxed = new java.util.ArrayList<>();
                for (float value : array) {
                  boxed.add(value);
                }
                weights.put(name, boxed);
              });
    }
    return weights;
  }

  /** Gradients of two pieces add up, and the second piece's leave nothing of the first's out. */
  private LossAndAccuracy inPieces(Learner learner) {
    LossAndAccuracy sum = LossAndAccuracy.NONE;
    for (String piece : List.of("0:5", "5:6")) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray some = pixels.get(piece).duplicate();
        NDArray theirs = labels.get(piece).duplicate();
        some.attach(scope);
        theirs.attach(scope);
        sum = sum.plus(learner.accumulate(some, theirs, IMAGES));
      }
    }
    return sum;
  }

  /** Adapters' B is not 0, so that every gradient has something to say. */
  private TunableModel model(Regime regime) {
    TunableModel model =
        TunableModel.fromScratch(
            manager,
            Architecture.named("vit_smoke_patch8_32").orElseThrow(),
            CLASSES,
            regime,
            new RandomStreams(7));
    model
        .trainable()
        .forEach(
            (name, array) -> {
              if (name.endsWith(".lora_B.weight") && isZero(array)) {
                try (NDArray values = random(array.getShape()).mul(0.1f)) {
                  values.copyTo(array);
                }
              }
            });
    return model;
  }

  private static boolean isZero(NDArray array) {
    for (float value : array.toFloatArray()) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private NDArray random(Shape shape) {
    SplittableRandom random = new SplittableRandom(shape.size());
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return manager.create(values, shape);
  }

  private static Map<String, float[]> values(Map<String, NDArray> arrays) {
    Map<String, float[]> values = new HashMap<>();
    arrays.forEach((name, array) -> values.put(name, array.toFloatArray()));
    return values;
  }

  private static double relative(double actual, double expected) {
    return Math.abs(actual - expected) / Math.abs(expected);
  }

  /** Relative error in the Euclidean norm. */
  private static double distance(float[] actual, float[] expected) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(actual[i] - (double) expected[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / norm);
  }
}
