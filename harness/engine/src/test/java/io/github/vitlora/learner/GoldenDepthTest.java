package io.github.vitlora.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.kernel.Kernels;
import io.github.vitlora.model.KernelNetwork;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.OptimizerKind;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingOptions;
import io.github.vitlora.regime.TrainingOptionsBuilder;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.regime.WeightSpec;
import io.github.vitlora.testing.GoldenMaterial;
import io.github.vitlora.testing.GoldenMaterial.Tensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a recipe does by depth, as timm does it; depth.py says how it was asked. */
class GoldenDepthTest {
  private static final GoldenMaterial MATERIAL = GoldenMaterial.SMALL;

  private final NDManager manager = NDManager.newBaseManager();
  private JsonNode told;
  private Map<String, Tensor> tensors;
  private NDArray pixels;
  private NDArray labels;

  @BeforeEach
  void read() throws IOException {
    told = new JsonMapper().readTree(MATERIAL.file("depth.json").toFile());
    tensors = MATERIAL.tensors("depth.safetensors");
    pixels = array(MATERIAL.forward().get("pixel_values"));
    labels = manager.create(new long[] {0, 1, 2, 3, 0});
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void learningRatesFallWithDepthAsTimmsDo() {
    Architecture tiny = Architecture.named("vit_tiny_patch16_224").orElseThrow();
    JsonNode expected = told.get("vitTiny");
    TrainingOptions options = layerDecay(expected);

    List<WeightSpec> weights = tiny.weights(10);

    assertThat(weights).hasSize(expected.get("factors").size());
    assertThat(weights)
        .allSatisfy(
            weight ->
                assertThat(options.learningRateFactor(tiny, weight))
                    .as(weight.name())
                    .isCloseTo(expected.at("/factors/" + weight.name()).asDouble(), within(1e-15)));
  }

  @Test
  void anAdapterLearnsAtItsBlocksRate() {
    Architecture tiny = Architecture.named("vit_tiny_patch16_224").orElseThrow();
    TrainingOptions options = layerDecay(told.get("vitTiny"));

    assertThat(new Regime.Lora("lora", 2, 4, List.of("attn.qkv"), 0).weights(tiny, 10))
        .filteredOn(weight -> weight.role() == WeightSpec.Role.ADAPTER)
        .hasSize(24)
        .allSatisfy(
            weight ->
                assertThat(options.learningRateFactor(tiny, weight))
                    .isEqualTo(Math.pow(0.75, 12 - weight.block().getAsInt())));
  }

  private static TrainingOptions layerDecay(JsonNode told) {
    return TrainingOptionsBuilder.builder()
        .layerDecay(Optional.of(told.get("layerDecay").asDouble()))
        .build();
  }

  static Stream<Arguments> implementations() {
    return Stream.of(
        Arguments.of(Optional.empty(), 5e-7, 8e-6),
        Arguments.of(Optional.of(Kernels.FLOAT32), 5e-7, 8e-6),
        // Adam's steps follow the signs of small gradients, which eight bits turn around.
        Arguments.of(Optional.of(Kernels.BFLOAT16), 5e-3, 0.25));
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void fiveStepsWithLayerDecayEndWhereTimmsDo(
      Optional<Kernels> kernels, double losses, double weights) throws IOException {
    JsonNode expected = told.get("layerDecay");
    double rate = expected.get("learningRate").asDouble();
    TrainingSpec recipe =
        TrainingSpec.adam(1, 5, 5, rate)
            .withOptimizer(OptimizerKind.ADAMW)
            .withWeightDecay(expected.get("weightDecay").asDouble())
            .withOptions(layerDecay(expected));
    try (TunableModel model = model();
        Learner learner =
            Learner.of(manager, model, recipe, kernels.map(k -> k.compiled().orElseThrow()))) {
      for (JsonNode loss : expected.get("losses")) {
        LossAndAccuracy before = learner.accumulate(pixels, labels, 5);

        assertThat(before.loss()).isCloseTo(loss.asDouble(), within(losses * loss.asDouble()));
        if (loss != expected.get("losses").get(5)) {
          learner.apply(rate);
        }
      }

      Map<String, float[]> after = values(model.trainable());
      after.put("logits", learner.logits(pixels).toFloatArray());
      assertNear(after, "layerDecay.after.", weights);
    }
  }

  static Stream<Arguments> kernels() {
    return Stream.of(
        Arguments.of(Kernels.FLOAT32, 3e-6, 5e-7), Arguments.of(Kernels.BFLOAT16, 0.05, 5e-3));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void kernelsSkipPathsAsTimmDoes(Kernels kernels, double gradients, double losses)
      throws IOException {
    NDArray paths = array(tensors.get("dropPath.paths"));
    try (TunableModel model = model();
        KernelNetwork network =
            new KernelNetwork(manager, model, kernels.compiled().orElseThrow())) {
      NDArray unweighted = manager.create(new Shape(0));
      double loss =
          network.accumulate(pixels, labels, unweighted, 5, Optional.of(paths)).toFloatArray()[0]
              / 5;

      assertThat(loss).isCloseTo(loss(), within(losses * loss()));
      assertNear(values(network.gradients()), "dropPath.grad.", gradients);
    }
  }

  @Test
  void plainOperatorsSkipPathsAsTimmDoes() throws IOException {
    NDArray paths = array(tensors.get("dropPath.paths"));
    NDArray share = manager.full(new Shape(), 1 / 5f, DataType.FLOAT32);
    try (TunableModel model = model();
        GradientCollector collector =
            Engine.getEngine(manager.getEngine().getEngineName()).newGradientCollector()) {
      NDArray logits = model.network().logits(pixels, Optional.of(paths));
      NDArray loss = LossAndAccuracy.crossEntropy(logits, labels).mul(share);
      collector.backward(loss);

      assertThat((double) loss.toFloatArray()[0]).isCloseTo(loss(), within(5e-7 * loss()));
      Map<String, NDArray> gradients = new HashMap<>();
      model.trainable().forEach((name, w) -> gradients.put(name, w.getGradient()));
      assertNear(values(gradients), "dropPath.grad.", 3e-6);
    }
  }

  private double loss() {
    return told.at("/dropPath/loss").asDouble();
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
      array(MATERIAL.training().get("head.weight")).copyTo(model.trainable().get("head.weight"));
      return model;
    }
  }

  private NDArray array(Tensor tensor) {
    return manager.create(tensor.values(), new Shape(tensor.shape()));
  }

  private static Map<String, float[]> values(Map<String, NDArray> arrays) {
    Map<String, float[]> values = new HashMap<>();
    arrays.forEach((name, array) -> values.put(name, array.toFloatArray()));
    return values;
  }

  /** Of whole tensors, in the Euclidean norm, relative to the reference's. */
  private void assertNear(Map<String, float[]> actual, String prefix, double tolerance) {
    tensors.forEach(
        (name, reference) -> {
          if (name.startsWith(prefix)) {
            float[] ours = actual.get(name.substring(prefix.length()));
            assertThat(distance(ours, reference.values()))
                .as("relative error of " + name)
                .isLessThan(tolerance);
          }
        });
  }

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
