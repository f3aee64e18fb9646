package io.github.vitlora.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.batch.Batch;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.kernel.Kernels;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.ClassWeights;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingOptionsBuilder;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.testing.GoldenMaterial;
import io.github.vitlora.testing.GoldenMaterial.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Balanced classes, as PyTorch's {@code CrossEntropyLoss(weight=…)}: balance.py made the values.
 */
class ClassWeightsTest {
  private static final GoldenMaterial MATERIAL = GoldenMaterial.SMALL;
  private static final int[] LABELS = {0, 1, 2, 3, 0};
  private static final TrainingSpec BALANCED =
      TrainingSpec.adam(1, 5, 5, 2e-3)
          .withOptions(
              TrainingOptionsBuilder.builder().classWeights(ClassWeights.BALANCED).build());

  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray none = manager.create(new Shape(0));

  @AfterEach
  void close() {
    manager.close();
  }

  private static JsonNode told() throws IOException {
    return new JsonMapper().readTree(MATERIAL.file("balance.json").toFile());
  }

  private static int[] perClass() throws IOException {
    return new JsonMapper().convertValue(told().get("perClass"), int[].class);
  }

  private static float[] floats(JsonNode numbers) {
    List<Double> all = new ArrayList<>();
    numbers.forEach(
        one -> {
          if (one.isArray()) {
            one.forEach(each -> all.add(each.asDouble()));
          } else {
            all.add(one.asDouble());
          }
        });
    float[] values = new float[all.size()];
    IntStream.range(0, values.length).forEach(i -> values[i] = all.get(i).floatValue());
    return values;
  }

  @Test
  void weightsAreThoseOfScikitLearn() throws IOException {
    double[] expected = new JsonMapper().convertValue(told().get("weights"), double[].class);

    assertThat(ClassWeights.BALANCED.of(perClass())).containsExactly(expected, within(1e-15));
    assertThat(ClassWeights.NONE.of(perClass())).isEmpty();
  }

  @Test
  void aClassWithoutImagesHasNoWeight() {
    assertThatThrownBy(() -> ClassWeights.BALANCED.of(new int[] {3, 0, 4}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[3, 0, 4]");
  }

  static Stream<JsonNode> cases() throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    told().get("cases").forEach(cases::add);
    return cases.stream();
  }

  private NDArray targets(JsonNode of) {
    boolean mixed = of.get("targets").asText().equals("mixed");
    NDArray given =
        mixed
            ? manager.create(
                new float[] {0.7f, 0, 0, 0.3f, 0, 1, 0, 0, 0.3f, 0, 0, 0.7f}, new Shape(3, 4))
            : manager.create(new long[] {3, 1, 0});
    return new LabelSmoothing(of.get("smoothing").asDouble(), 4).targets(given);
  }

  /** PyTorch divides by what the labels weigh, and of probabilities by the number of images. */
  private double divisor(JsonNode of) throws IOException {
    try (TunableModel model = model();
        Learner learner = Learner.of(manager, model, BALANCED, perClass(), Optional.empty())) {
      return learner.divisor(batch(of.get("targets").asText().equals("mixed"), 3, 1, 0));
    }
  }

  private static Batch batch(boolean isMixed, int... labels) {
    List<LabelledImage> images =
        IntStream.of(labels).mapToObj(label -> new LabelledImage(null, label)).toList();
    List<byte[]> crops = Collections.nCopies(labels.length, new byte[0]);
    return new Batch(
        null,
        images,
        crops,
        isMixed ? Optional.of(new Batch.Partners(0.7, images, crops)) : Optional.empty());
  }

  private NDArray weights() throws IOException {
    return manager.create(floats(told().get("weights")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void plainOperatorsHaveLossAndGradientOfPyTorch(JsonNode of) throws IOException {
    NDArray share = manager.create((float) (1 / divisor(of)));
    NDArray logits = manager.create(floats(told().get("logits")), new Shape(3, 4));
    NDArray targets = targets(of);
    NDArray weights = weights();
    logits.setRequiresGradient(true);
    NDArray loss;
    try (GradientCollector collector =
        Engine.getEngine(manager.getEngine().getEngineName()).newGradientCollector()) {
      loss = LossAndAccuracy.crossEntropy(logits, targets, weights).mul(share);
      collector.backward(loss);
    }

    assertThat((double) loss.toFloatArray()[0]).isCloseTo(of.get("loss").asDouble(), within(1e-6));
    assertThat(logits.getGradient().toFloatArray())
        .containsExactly(floats(of.get("gradient")), within(1e-6f));
  }

  /** The gradient of the head's bias is that of the logits, summed over the images. */
  @ParameterizedTest
  @MethodSource("cases")
  void kernelsHaveLossAndGradientOfPyTorch(JsonNode of) throws IOException {
    Script script = Kernels.FLOAT32.compiled().orElseThrow();
    NDArray logits = manager.create(floats(told().get("logits")), new Shape(3, 4));
    NDArray targets = targets(of);
    NDArray bias = manager.zeros(new Shape(4));
    NDArray back =
        script.array(
            manager,
            "head_back",
            logits,
            targets,
            weights(),
            manager.ones(new Shape(3, 4)),
            List.of(none, none, manager.eye(4), none),
            List.of(none, none, none, bias),
            divisor(of));
    float[] losses = script.array(manager, "losses", logits, targets, weights()).toFloatArray();

    assertThat(back.toFloatArray()).containsExactly(floats(of.get("gradient")), within(1e-6f));
    assertThat(bias.toFloatArray())
        .containsExactly(back.sum(new int[] {0}).toFloatArray(), within(1e-6f));
    assertThat(losses[0] / divisor(of)).isCloseTo(of.get("loss").asDouble(), within(1e-6));
  }

  static Stream<Arguments> implementations() {
    return Stream.of(
        Arguments.of(Optional.empty(), 5e-7, 8e-6),
        Arguments.of(Optional.of(Kernels.FLOAT32), 5e-7, 8e-6),
        // Adam's steps follow the signs of small gradients, which eight bits turn around.
        Arguments.of(Optional.of(Kernels.BFLOAT16), 5e-3, 0.05));
  }

  /** In two pieces, whose losses are divided by what the whole batch weighs. */
  @ParameterizedTest
  @MethodSource("implementations")
  void fiveStepsEndWherePyTorchsDo(Optional<Kernels> kernels, double losses, double logits)
      throws IOException {
    JsonNode expected = told().get("training");
    try (TunableModel model = model();
        Learner learner = learner(model, kernels)) {
      for (JsonNode loss : expected.get("losses")) {
        double sum = accumulate(learner, 3).lossSum() / learner.divisor(batch(false, LABELS));

        assertThat(sum).isCloseTo(loss.asDouble(), within(losses * loss.asDouble()));
        if (loss != expected.get("losses").get(5)) {
          learner.apply(expected.get("learningRate").asDouble());
        }
      }

      assertThat(distance(learner.logits(pixels()).toFloatArray(), floats(expected.get("logits"))))
          .isLessThan(logits);
    }
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void microBatchesChangeNothingButRounding(Optional<Kernels> kernels, double losses, double any)
      throws IOException {
    Map<String, float[]> whole = gradients(kernels, 5);
    Map<String, float[]> one = gradients(kernels, 1);

    assertThat(one).hasSameSizeAs(whole);
    whole.forEach(
        (name, gradient) ->
            assertThat(distance(one.get(name), gradient))
                .as("relative error of the gradient of " + name)
                .isLessThan(kernels.equals(Optional.of(Kernels.BFLOAT16)) ? 0.02 : 3e-6));
  }

  private Map<String, float[]> gradients(Optional<Kernels> kernels, int microBatch)
      throws IOException {
    Map<String, float[]> gradients = new HashMap<>();
    try (TunableModel model = model();
        Learner learner = learner(model, kernels)) {
      accumulate(learner, microBatch);
      learner.gradients().forEach((name, g) -> gradients.put(name, g.toFloatArray()));
    }
    return gradients;
  }

  /** What a model is tested by says nothing of how it was trained. */
  @Test
  void evaluationsAreNotWeighted() throws IOException {
    TrainingSpec unweighted = TrainingSpec.adam(1, 5, 5, 2e-3);
    for (Optional<Kernels> kernels :
        List.of(Optional.<Kernels>empty(), Optional.of(Kernels.FLOAT32))) {
      Optional<Script> script = kernels.map(k -> k.compiled().orElseThrow());
      try (TunableModel model = model();
          Learner weighted = learner(model, kernels);
          Learner plain = Learner.of(manager, model, unweighted, script)) {
        NDArray labels = labels(0, 5);

        assertThat(weighted.evaluate(pixels(), labels)).isEqualTo(plain.evaluate(pixels(), labels));
        assertThat(accumulate(weighted, 5).loss()).isNotEqualTo(accumulate(plain, 5).loss());
        assertThat(plain.divisor(batch(false, LABELS))).isEqualTo(5);
      }
    }
  }

  private Learner learner(TunableModel model, Optional<Kernels> kernels) throws IOException {
    return Learner.of(
        manager, model, BALANCED, perClass(), kernels.map(k -> k.compiled().orElseThrow()));
  }

  private LossAndAccuracy accumulate(Learner learner, int microBatch) throws IOException {
    NDArray pixels = pixels();
    double divisor = learner.divisor(batch(false, LABELS));
    LossAndAccuracy sum = LossAndAccuracy.NONE;
    for (int from = 0; from < LABELS.length; from += microBatch) {
      int to = Math.min(LABELS.length, from + microBatch);
      NDArray some = pixels.get(from + ":" + to);
      sum = sum.plus(learner.accumulate(some, labels(from, to), divisor));
    }
    return sum;
  }

  private NDArray pixels() throws IOException {
    Tensor images = MATERIAL.forward().get("pixel_values");
    return manager.create(images.values(), new Shape(images.shape()));
  }

  private NDArray labels(int from, int to) {
    return manager.create(IntStream.range(from, to).mapToLong(i -> LABELS[i]).toArray());
  }

  /** The golden network with the golden head. */
  private TunableModel model() throws IOException {
    try (SafetensorsFile checkpoint = SafetensorsFile.open(MATERIAL.checkpoint())) {
      TunableModel model =
          TunableModel.pretrained(
              manager,
              MATERIAL.architecture(),
              4,
              new Regime.FullFineTuning(),
              new RandomStreams(1),
              checkpoint);
      Tensor head = MATERIAL.training().get("head.weight");
      manager
          .create(head.values(), new Shape(head.shape()))
          .copyTo(model.trainable().get("head.weight"));
      return model;
    }
  }

  /** Of a whole tensor, in the Euclidean norm, relative to the reference's. */
  private static double distance(float[] actual, float[] reference) {
    assertThat(actual).hasSameSizeAs(reference);
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < reference.length; i++) {
      difference += Math.pow(actual[i] - (double) reference[i], 2);
      norm += Math.pow(reference[i], 2);
    }
    return Math.sqrt(difference / norm);
  }
}
