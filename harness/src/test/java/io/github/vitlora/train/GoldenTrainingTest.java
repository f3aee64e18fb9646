package io.github.vitlora.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.experiment.Architecture;
import io.github.vitlora.experiment.RandomStreams;
import io.github.vitlora.experiment.Regime;
import io.github.vitlora.experiment.TrainingSpec;
import io.github.vitlora.kernel.Kernels;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.SafetensorsFile;
import io.github.vitlora.model.SafetensorsWriter;
import io.github.vitlora.model.TensorType;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.testing.SharedMaterial;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Five Adam steps from a real checkpoint, held against an independent implementation. */
@ParameterizedClass(name = "by kernels: {0}")
@ValueSource(booleans = {false, true})
class GoldenTrainingTest {
  private static final Architecture DEIT_TINY =
      Architecture.named("deit_tiny_patch16_224").orElseThrow();
  private static final List<String> DENSE = List.of("attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2");

  @Parameter boolean kernels;
  @TempDir Path temporary;
  private JsonNode expected;
  private SafetensorsFile golden;
  private SafetensorsFile images;
  private SafetensorsFile checkpoint;
  private NDManager manager;

  @BeforeEach
  void open() throws IOException {
    expected = new JsonMapper().readTree(SharedMaterial.file("golden/training.json").toFile());
    golden = SafetensorsFile.open(SharedMaterial.file("golden/training.safetensors"));
    images = SafetensorsFile.open(SharedMaterial.file("golden/forward.safetensors"));
    checkpoint =
        SafetensorsFile.open(
            SharedMaterial.file("hub/timm/deit_tiny_patch16_224.fb_in1k/model.safetensors"));
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() throws IOException {
    if (manager != null) {
      manager.close();
      golden.close();
      images.close();
      checkpoint.close();
    }
  }

  @Test
  void fullFineTuning() throws IOException {
    Run run = train("full", new Regime.FullFineTuning());

    run.hasLosses();
    run.hasGradients(
        "blocks.0.attn.qkv.weight",
        "blocks.11.mlp.fc2.weight",
        "pos_embed",
        "cls_token",
        "head.weight",
        "norm.weight");
  }

  @Test
  void loraOnAllDenseLayers() throws IOException {
    Run run = train("lora_all_r4", new Regime.Lora("lora", 4, 8, DENSE, 0));

    run.hasLosses();
    run.hasLora("blocks.3.attn.qkv");
    run.hasLogits();
  }

  @Test
  void loraOnQueriesKeysAndValues() throws IOException {
    Run run = train("lora_qkv_r8", new Regime.Lora("lora", 8, 8, List.of("attn.qkv"), 0));

    run.hasLosses();
    run.hasLora("blocks.3.attn.qkv");
    run.hasLogits();
  }

  @Test
  void linearProbe() throws IOException {
    train("linear_probe", new Regime.LinearProbe()).hasLosses();
  }

  private Run train(String name, Regime regime) throws IOException {
    TunableModel model =
        TunableModel.pretrained(manager, DEIT_TINY, 10, regime, new RandomStreams(1), checkpoint);
    model.load(goldenStart(name, model));
    assertThat(model.count().trainable())
        .isEqualTo(expected.at("/" + name + "/trainable").asLong());

    double[] losses = new double[6];
    Map<String, float[]> gradients = new HashMap<>();
    Optional<Script> script = kernels ? Kernels.FLOAT32.compiled() : Optional.empty();
    assertThat(script.isPresent()).isEqualTo(kernels);
    try (Learner step = Learner.of(manager, model, TrainingSpec.adam(1, 8, 8, 1e-3), script)) {
      for (int k = 0; k < losses.length; k++) {
        try (NDManager scope = manager.newSubManager()) {
          // In two pieces, as training does it: their gradients add up to the batch's.
          losses[k] = accumulate(step, scope, 0, 5).plus(accumulate(step, scope, 5, 8)).loss();
          if (k == 0) {
            step.gradients().forEach((n, g) -> gradients.put(n, g.toFloatArray()));
          }
          if (k < 5) {
            step.apply(expected.at("/optimizer/lr").asDouble());
          }
        }
      }
    }
    return new Run(name, model, losses, gradients);
  }

  private Tally accumulate(Learner step, NDManager scope, int from, int to) throws IOException {
    float[] labels = new float[8];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = expected.at("/labels/" + i).asInt();
    }
    NDArray pixels = array(scope, images, "pixel_values").get(from + ":" + to);
    NDArray classes = scope.create(labels).toType(DataType.INT64, true);
    return step.accumulate(pixels, classes.get(from + ":" + to), 8);
  }

  private Path goldenStart(String name, TunableModel model) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(TensorType.F32);
    for (String parameter : model.trainable().keySet()) {
      float[] values = model.trainable().get(parameter).toFloatArray();
      if (parameter.equals("head.weight")) {
        values = floats(golden, parameter);
      } else if (parameter.endsWith("lora_A.weight")) {
        values = floats(golden, name + "." + parameter.replace("lora_A.weight", "A"));
      }
      float[] chosen = values;
      long[] shape = model.trainable().get(parameter).getShape().getShape();
      writer.tensor(parameter, shape, () -> FloatBuffer.wrap(chosen));
    }
    Path start = temporary.resolve(name + ".safetensors");
    writer.write(start);
    return start;
  }

  private static float[] floats(SafetensorsFile file, String name) throws IOException {
    FloatBuffer buffer = file.floats(name);
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static NDArray array(NDManager manager, SafetensorsFile file, String name)
      throws IOException {
    return manager.create(floats(file, name), new Shape(file.shape(name)));
  }

  /** What came out of a regime, and what should have. */
  private final class Run {
    private final String name;
    private final TunableModel model;
    private final double[] losses;
    private final Map<String, float[]> gradients;

    Run(String name, TunableModel model, double[] losses, Map<String, float[]> gradients) {
      this.name = name;
      this.model = model;
      this.losses = losses;
      this.gradients = gradients;
    }

    void hasLosses() {
      for (int k = 0; k < losses.length; k++) {
        double reference = expected.at("/" + name + "/losses/" + k).asDouble();
        assertThat(losses[k])
            .as("loss %d of %s", k, name)
            .isCloseTo(reference, within(2e-3 * reference));
      }
    }

    void hasGradients(String... parameters) throws IOException {
      for (String parameter : parameters) {
        assertClose(gradients.get(parameter), "grad." + parameter, 1e-3);
      }
    }

    void hasLora(String layer) throws IOException {
      assertClose(gradients.get(layer + ".lora_B.weight"), "grad." + layer + ".B", 1e-3);
      assertClose(parameter(layer + ".lora_A.weight"), "after." + layer + ".A", 1e-3);
      assertClose(parameter(layer + ".lora_B.weight"), "after." + layer + ".B", 1e-3);
    }

    void hasLogits() throws IOException {
      try (NDManager scope = manager.newSubManager()) {
        NDArray logits = model.network().logits(array(scope, images, "pixel_values"), false);
        assertClose(logits.toFloatArray(), "after.logits", 1e-3);
      }
    }

    private float[] parameter(String parameter) {
      return model.trainable().get(parameter).toFloatArray();
    }

    /** Relative error of the whole tensor in the Euclidean norm. */
    private void assertClose(float[] actual, String tensor, double tolerance) throws IOException {
      float[] reference = floats(golden, name + "." + tensor);
      assertThat(actual).hasSameSizeAs(reference);
      double difference = 0;
      double norm = 0;
      for (int i = 0; i < reference.length; i++) {
        difference += Math.pow(actual[i] - (double) reference[i], 2);
        norm += Math.pow(reference[i], 2);
      }
      assertThat(Math.sqrt(difference / norm))
          .as("relative error of %s of %s", tensor, name)
          .isLessThan(tolerance);
    }
  }
}
