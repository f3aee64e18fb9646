package io.github.vitlora.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.kernel.Kernels;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.OptimizerKind;
import io.github.vitlora.regime.TrainingOptionsBuilder;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.regime.WeightSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both twins of every optimizer against PyTorch's own; optimizers.py says how it was asked. */
class OptimizersTest {
  private static final JsonNode PYTORCH = pytorch();
  private static final float NEAR = 2e-6f;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<String> cases() {
    Iterable<String> names = () -> PYTORCH.get("cases").fieldNames();
    return StreamSupport.stream(names.spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void plainOperatorsEndWherePyTorchDoes(String name) {
    JsonNode expected = PYTORCH.get("cases").get(name);
    List<Double> norms = new ArrayList<>();
    Map<String, NDArray> parameters = arrays(PYTORCH.get("start"));
    parameters.values().forEach(array -> array.setRequiresGradient(true));
    try (Optimizer optimizer =
        Optimizer.plain(manager, recipe(expected), parameters, n -> group(n, expected))) {
      for (JsonNode gradients : PYTORCH.get("gradients")) {
        addGradients(parameters, arrays(gradients));
        clipping(expected)
            .ifPresent(
                most -> norms.add(GradientClipping.clip(manager, parameters.values(), most)));
        optimizer.step(PYTORCH.get("learningRate").doubleValue());
      }
    }
    assertNear(parameters, expected.get("end"));
    assertNear(norms, expected.get("norms"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void kernelsEndWherePyTorchDoes(String name) {
    Script script = Kernels.FLOAT32.compiled().orElseThrow();
    JsonNode expected = PYTORCH.get("cases").get(name);
    List<Double> norms = new ArrayList<>();
    Map<String, NDArray> parameters = arrays(PYTORCH.get("start"));
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    parameters.forEach((n, array) -> gradients.put(n, manager.zeros(array.getShape())));
    try (Optimizer optimizer =
        Optimizer.fused(
            manager, recipe(expected), parameters, gradients, n -> group(n, expected), script)) {
      for (JsonNode step : PYTORCH.get("gradients")) {
        arrays(step).forEach((n, array) -> gradients.get(n).addi(array));
        clipping(expected)
            .ifPresent(
                most ->
                    norms.add(GradientClipping.clip(manager, script, gradients.values(), most)));
        optimizer.step(PYTORCH.get("learningRate").doubleValue());
      }
    }
    assertNear(parameters, expected.get("end"));
    assertNear(norms, expected.get("norms"));
  }

  private static ParameterGroup group(String parameter, JsonNode expected) {
    WeightSpec weight =
        Architecture.named("vit_tiny_patch16_224").orElseThrow().weights(1).stream()
            .filter(spec -> spec.name().equals(parameter))
            .findAny()
            .orElseThrow();
    return ParameterGroup.of(weight, expected.get("weightDecay").doubleValue(), 1);
  }

  /** The gradient of a sum of products is the other factor. */
  private void addGradients(Map<String, NDArray> parameters, Map<String, NDArray> wanted) {
    try (GradientCollector collector =
        Engine.getEngine(manager.getEngine().getEngineName()).newGradientCollector()) {
      NDArray sum = manager.zeros(new Shape());
      for (Map.Entry<String, NDArray> entry : parameters.entrySet()) {
        sum = sum.add(entry.getValue().mul(wanted.get(entry.getKey())).sum());
      }
      collector.backward(sum);
    }
  }

  private static TrainingSpec recipe(JsonNode expected) {
    OptimizerKind optimizer =
        OptimizerKind.valueOf(expected.get("optimizer").textValue().toUpperCase(Locale.ROOT));
    return TrainingSpec.adam(1, 1, 1, 1)
        .withOptimizer(optimizer)
        .withWeightDecay(expected.get("weightDecay").doubleValue())
        .withOptions(
            TrainingOptionsBuilder.builder()
                .momentum(expected.get("momentum").doubleValue())
                .nesterov(expected.get("nesterov").booleanValue())
                .build());
  }

  private static Optional<Double> clipping(JsonNode expected) {
    return Optional.of(expected.get("clipping"))
        .filter(JsonNode::isNumber)
        .map(JsonNode::doubleValue);
  }

  private static void assertNear(List<Double> norms, JsonNode expected) {
    assertThat(norms).hasSize(expected.size());
    for (int i = 0; i < norms.size(); i++) {
      assertThat(norms.get(i)).isCloseTo(expected.get(i).doubleValue(), within((double) NEAR));
    }
  }

  private static void assertNear(Map<String, NDArray> parameters, JsonNode expected) {
    parameters.forEach(
        (name, array) ->
            assertThat(array.toFloatArray())
                .as(name)
                .containsExactly(floats(expected.get(name)), within(NEAR)));
  }

  private Map<String, NDArray> arrays(JsonNode values) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    values
        .properties()
        .forEach(
            entry ->
                arrays.put(
                    entry.getKey(),
                    manager.create(floats(entry.getValue()), shape(entry.getKey()))));
    return arrays;
  }

  private static Shape shape(String parameter) {
    JsonNode sides = PYTORCH.get("shapes").get(parameter);
    return new Shape(
        StreamSupport.stream(sides.spliterator(), false).mapToLong(JsonNode::longValue).toArray());
  }

  private static float[] floats(JsonNode values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values.get(i).doubleValue();
    }
    return floats;
  }

  private static JsonNode pytorch() {
    try (InputStream in = OptimizersTest.class.getResourceAsStream("optimizers.json")) {
      return JsonMapper.builder().build().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
