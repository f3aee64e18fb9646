package io.github.vitlora.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.kernel.Kernels;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.LoraOptionsBuilder;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.testing.GoldenMaterial;
import io.github.vitlora.testing.GoldenMaterial.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention by kernels against the plain computation, and both against another implementation. */
class AttentionReaderTest {
  private static final Architecture SMOKE = Architecture.named("vit_smoke_patch8_32").orElseThrow();
  private static final Regime.Lora LORA =
      new Regime.Lora("lora", 4, 8, List.of("attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2"), 0.5);
  private static final float TOLERANCE = 1e-5f;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Regime> regimes() {
    return Stream.of(
        new Regime.FullFineTuning(),
        new Regime.LinearProbe(),
        LORA,
        LORA.with(LoraOptionsBuilder.builder(LoraOptions.PLAIN).variant(LoraVariant.DORA).build()),
        LORA.with(
            LoraOptionsBuilder.builder(LoraOptions.PLAIN).variant(LoraVariant.BIASED).build()));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void kernelsAttendAsPlainOperatorsDo(Regime regime) {
    assertThat(Kernels.FLOAT32.compiled()).isPresent();
    try (TunableModel model =
            TunableModel.fromScratch(manager, SMOKE, 3, regime, new RandomStreams(5));
        AttentionReader reader = new AttentionReader(manager, model, SMOKE, regime)) {
      scatter(model);
      NDArray pixels = random(new Shape(3, 3, 32, 32));
      float[][] plain = new float[SMOKE.depth()][];
      model.network().attention(pixels, (block, p) -> plain[block] = p.toFloatArray());
      float[][] kernels = new float[SMOKE.depth()][];

      reader.attend(
          pixels,
          (block, probabilities) -> {
            assertThat(probabilities.getShape())
                .isEqualTo(new Shape(3, SMOKE.heads(), SMOKE.tokens(), SMOKE.tokens()));
            kernels[block] = probabilities.toFloatArray();
          });

      for (int block = 0; block < SMOKE.depth(); block++) {
        assertThat(kernels[block])
            .as("block %d", block)
            .containsExactly(plain[block], within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"SMALL, 1.5e-6", "LARGE, 1e-5"})
  void attentionOfTheCheckpointAgreesWithAnotherImplementation(
      GoldenMaterial material, float tolerance) throws IOException {
    Map<String, Tensor> golden = material.forward();
    Architecture architecture = material.architecture();
    try (SafetensorsFile checkpoint = SafetensorsFile.open(material.checkpoint());
        TunableModel model = TunableModel.whole(manager, architecture, checkpoint);
        AttentionReader reader =
            new AttentionReader(manager, model, architecture, new Regime.FullFineTuning())) {
      Tensor images = golden.get("pixel_values");
      NDArray pixels = manager.create(images.values(), new Shape(images.shape())).get("0:2");
      int last = architecture.depth() - 1;
      float[][] attention = new float[last + 1][];

      reader.attend(pixels, (block, p) -> attention[block] = p.toFloatArray());

      for (int block : new int[] {0, last}) {
        assertThat(attention[block])
            .as("attention of block %d", block)
            .containsExactly(golden.get("attention." + block).values(), within(tolerance));
      }
    }
  }

  /** Makes adapters count, which start from zero. */
  private void scatter(TunableModel model) {
    model
        .trainable()
        .forEach(
            (name, array) -> {
              if (name.endsWith("lora_B.weight")) {
                random(array.getShape()).copyTo(array);
              }
            });
  }

  private NDArray random(Shape shape) {
    SplittableRandom random = new SplittableRandom(shape.hashCode());
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return manager.create(values, shape);
  }
}
