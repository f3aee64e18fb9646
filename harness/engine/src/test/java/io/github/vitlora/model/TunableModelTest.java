package io.github.vitlora.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.checkpoint.CheckpointException;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.LoraInitialisation;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.LoraOptions.BlockRange;
import io.github.vitlora.regime.LoraOptions.TargetRank;
import io.github.vitlora.regime.LoraOptionsBuilder;
import io.github.vitlora.regime.LoraScaling;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.ParameterCount;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainedBiases;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TunableModelTest {
  private static final Architecture SMALL = new Architecture("small", 16, 4, 3, 24, 2, 3, 48);
  private static final Regime.Lora LORA =
      new Regime.Lora("lora", 4, 8, List.of("attn.qkv", "mlp.fc2"), 0);
  private static final Regime.Lora PARTS =
      new Regime.Lora("lora", 4, 8, List.of("query", "value", "mlp.fc2"), 0);
  private static final Regime.Lora PARTS_DORA =
      PARTS.with(LoraOptionsBuilder.builder(LoraOptions.PLAIN).variant(LoraVariant.DORA).build());
  private static final Regime.Lora PARTS_BIASED =
      PARTS.with(LoraOptionsBuilder.builder(LoraOptions.PLAIN).variant(LoraVariant.BIASED).build());
  private static final Regime.Lora PARTS_PISSA =
      PARTS.with(
          LoraOptionsBuilder.builder(LoraOptions.PLAIN)
              .initialisation(LoraInitialisation.PISSA)
              .targetRanks(List.of(new TargetRank("value", 7)))
              .build());
  private static final Regime.Lora DORA =
      LORA.with(LoraOptionsBuilder.builder(LoraOptions.PLAIN).variant(LoraVariant.DORA).build());
  private static final Regime.Lora BIASED =
      LORA.with(LoraOptionsBuilder.builder(LoraOptions.PLAIN).variant(LoraVariant.BIASED).build());
  private static final Regime.Lora PISSA =
      LORA.with(
          LoraOptionsBuilder.builder(LoraOptions.PLAIN)
              .initialisation(LoraInitialisation.PISSA)
              .scaling(LoraScaling.RSLORA)
              .targetRanks(List.of(new TargetRank("blocks.1.mlp.fc2", 7)))
              .build());
  private static final Regime.Lora OLORA =
      LORA.with(
          LoraOptionsBuilder.builder(LoraOptions.PLAIN)
              .initialisation(LoraInitialisation.OLORA)
              .build());
  private static final Regime.Lora PRINCIPAL_DORA =
      LORA.with(
          LoraOptionsBuilder.builder(LoraOptions.PLAIN)
              .variant(LoraVariant.DORA)
              .initialisation(LoraInitialisation.PISSA)
              .build());
  private static final RandomStreams SEED = new RandomStreams(7);

  @TempDir Path folder;
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
        LORA.with(
            LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                .alsoTrain(List.of("norm1", "patch_embed"))
                .build()),
        LORA.with(
            LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                .bias(TrainedBiases.LORA)
                .targetRanks(List.of(new TargetRank("mlp.fc2", 7)))
                .blocks(List.of(new BlockRange(1, 1)))
                .build()),
        DORA,
        BIASED,
        PISSA,
        OLORA,
        PRINCIPAL_DORA,
        PARTS,
        PARTS_DORA,
        PARTS_BIASED,
        PARTS_PISSA,
        new Regime.BitFit(),
        new Regime.LayerNormTuning(),
        new Regime.LastBlocks("lastBlocks", 1),
        new Regime.FromScratch());
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void countsWhatTheDimensionsSay(Regime regime) {
    TunableModel model = TunableModel.fromScratch(manager, SMALL, 5, regime, SEED);

    assertThat(model.count()).isEqualTo(ParameterCount.of(SMALL, regime, 5));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void savedAndLoadedAgainItGivesBitEqualLogits(Regime regime) throws IOException {
    TunableModel trained = TunableModel.fromScratch(manager, SMALL, 5, regime, SEED);
    trained.trainable().values().forEach(this::disturb);
    Path saved = folder.resolve("weights.safetensors");
    assertThat(trained.save(saved)).isEqualTo(saved.toFile().length());

    TunableModel fresh = TunableModel.fromScratch(manager, SMALL, 5, regime, SEED);
    float[] before = logits(fresh);
    TunableModel again =
        TunableModel.trained(manager, SMALL, 5, regime, SEED, Optional.empty(), saved);

    assertThat(logits(again)).containsExactly(logits(trained)).isNotEqualTo(before);
    fresh.load(saved);
    assertThat(logits(fresh)).containsExactly(logits(trained));
  }

  static Stream<Regime> adapters() {
    return Stream.of(
        LORA,
        DORA,
        BIASED,
        PISSA,
        OLORA,
        PRINCIPAL_DORA,
        PARTS,
        PARTS_DORA,
        PARTS_BIASED,
        PARTS_PISSA);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void adaptersFoldedInGiveTheSameLogits(Regime regime) {
    TunableModel trained = TunableModel.fromScratch(manager, SMALL, 5, regime, SEED);
    trained.trainable().values().forEach(this::disturb);
    TunableModel plain =
        TunableModel.fromScratch(manager, SMALL, 5, new Regime.FullFineTuning(), SEED);
    float[] before = logits(plain);

    plain.trainable().forEach((name, array) -> trained.merged(manager).get(name).copyTo(array));

    assertThat(logits(plain)).containsExactly(logits(trained), within(1e-5f)).isNotEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void startsFromThePretrainedFunction(Regime adapters) throws IOException {
    Path checkpoint = checkpoint();
    try (SafetensorsFile weights = SafetensorsFile.open(checkpoint)) {
      TunableModel plain =
          TunableModel.pretrained(manager, SMALL, 5, new Regime.LinearProbe(), SEED, weights);
      TunableModel adapted = TunableModel.pretrained(manager, SMALL, 5, adapters, SEED, weights);

      assertThat(logits(adapted)).containsExactly(logits(plain), within(1e-6f));
    }
  }

  /** The frozen rest is the pretrained weight but for what the adapter starts from. */
  @ParameterizedTest
  @MethodSource("initialisations")
  void adaptersTakeOverPartOfTheWeights(Regime.Lora adapters) throws IOException {
    String layer = "blocks.1.mlp.fc2";
    try (SafetensorsFile file = SafetensorsFile.open(checkpoint())) {
      TunableModel model = TunableModel.pretrained(manager, SMALL, 5, adapters, SEED, file);
      NDArray rest = model.network().weights().get(layer + ".weight").parameter().getArray();
      NDArray down = model.trainable().get(layer + ".lora_A.weight");
      NDArray up = model.trainable().get(layer + ".lora_B.weight");
      float[] pretrained = floats(file, layer + ".weight");

      assertThat(model.trainable()).doesNotContainKey(layer + ".weight");
      assertThat(rest.toFloatArray()).isNotEqualTo(pretrained);
      NDArray scaled = up.matMul(down).mul((float) adapters.scaleOf(layer));
      assertThat(rest.add(scaled).toFloatArray()).containsExactly(pretrained, within(1e-6f));
    }
  }

  static Stream<Regime> initialisations() {
    return Stream.of(PISSA, OLORA, PRINCIPAL_DORA);
  }

  /** The singular values are those of the part, and no other row of the layer changes. */
  @Test
  void adaptersOfPartsTakeOverPartOfTheirRows() throws IOException {
    String layer = "blocks.1.attn.qkv.weight";
    try (SafetensorsFile file = SafetensorsFile.open(checkpoint())) {
      TunableModel model = TunableModel.pretrained(manager, SMALL, 5, PARTS_PISSA, SEED, file);
      float[] pretrained = floats(file, layer);
      float[] rest = model.weight(layer).toFloatArray();
      float[] value =
          model
              .trainable()
              .get("blocks.1.attn.v.lora_B.weight")
              .matMul(model.trainable().get("blocks.1.attn.v.lora_A.weight"))
              .mul((float) PARTS_PISSA.scaleOf("blocks.1.attn.v"))
              .toFloatArray();

      int third = 24 * 24;
      assertThat(Arrays.copyOfRange(rest, third, 2 * third))
          .containsExactly(Arrays.copyOfRange(pretrained, third, 2 * third));
      assertThat(Arrays.copyOf(rest, third)).isNotEqualTo(Arrays.copyOf(pretrained, third));
      float[] sum = Arrays.copyOfRange(rest, 2 * third, 3 * third);
      for (int i = 0; i < third; i++) {
        sum[i] += value[i];
      }
      assertThat(sum)
          .containsExactly(Arrays.copyOfRange(pretrained, 2 * third, 3 * third), within(1e-6f));
    }
  }

  /** What other libraries add to the pretrained weights. */
  @ParameterizedTest
  @MethodSource("initialisations")
  void besideUntouchedWeightsAnAdapterHasTwiceItsRank(Regime.Lora adapters) throws IOException {
    String layer = "blocks.0.attn.qkv";
    try (SafetensorsFile file = SafetensorsFile.open(checkpoint())) {
      TunableModel model = TunableModel.pretrained(manager, SMALL, 5, adapters, SEED, file);
      Map<String, NDArray> untrained = model.besidePretrained(manager);
      NDArray down = untrained.get(layer + ".lora_A.weight");
      NDArray up = untrained.get(layer + ".lora_B.weight");

      assertThat(untrained).containsOnlyKeys(model.trainable().keySet());
      assertThat(down.getShape()).isEqualTo(new Shape(8, 24));
      assertThat(up.getShape()).isEqualTo(new Shape(72, 8));
      assertThat(up.matMul(down).toFloatArray()).containsOnly(new float[] {0f}, within(1e-6f));
    }
  }

  @Test
  void adaptersThatTookOverOtherPartsAreRefused() throws IOException {
    Path saved = folder.resolve("weights.safetensors");
    TunableModel.fromScratch(manager, SMALL, 5, PISSA, new RandomStreams(8)).save(saved);
    TunableModel model = TunableModel.fromScratch(manager, SMALL, 5, PISSA, SEED);

    assertThatThrownBy(() -> model.load(saved))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("blocks.0.attn.qkv.lora_A.initial");
  }

  private static float[] floats(SafetensorsFile file, String name) throws IOException {
    FloatBuffer buffer = file.floats(name);
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Test
  void equalSeedsGiveEqualHeadsAndAdapters() {
    TunableModel one = TunableModel.fromScratch(manager, SMALL, 5, LORA, SEED);
    TunableModel same = TunableModel.fromScratch(manager, SMALL, 5, LORA, SEED);
    TunableModel other = TunableModel.fromScratch(manager, SMALL, 5, LORA, new RandomStreams(8));

    one.trainable()
        .forEach(
            (name, array) -> {
              float[] values = array.toFloatArray();
              assertThat(same.trainable().get(name).toFloatArray()).containsExactly(values);
              if (name.equals("head.weight") || name.endsWith("lora_A.weight")) {
                assertThat(other.trainable().get(name).toFloatArray()).isNotEqualTo(values);
              }
            });
    float[] a = one.trainable().get("blocks.0.attn.qkv.lora_A.weight").toFloatArray();
    float bound = (float) (1 / Math.sqrt(24));
    assertThat(a).hasSize(4 * 24);
    for (float value : a) {
      assertThat(value).isBetween(-bound, bound);
    }
    assertThat(one.trainable().get("blocks.0.attn.qkv.lora_B.weight").toFloatArray())
        .containsOnly(0f);
  }

  @Test
  void attentionRowsAreProbabilities() {
    TunableModel model = TunableModel.fromScratch(manager, SMALL, 5, LORA, SEED);

    model
        .network()
        .attention(
            pixels(),
            (block, attention) -> {
              assertThat(attention.getShape()).isEqualTo(new Shape(2, 3, 17, 17));
              assertThat(attention.sum(new int[] {-1}).toFloatArray())
                  .containsOnly(new float[] {1f}, within(1e-5f));
            });
  }

  @Test
  void dropoutFollowsFromSeedAndPosition() {
    Regime.Lora dropping = new Regime.Lora("lora", 4, 8, List.of("attn.qkv"), 0.5);
    TunableModel model = TunableModel.fromScratch(manager, SMALL, 5, dropping, SEED);
    model.trainable().values().forEach(this::disturb);
    VisionTransformer network = model.network();

    network.moveDropoutTo(3, 1, 2);
    float[] once = network.logits(pixels(), true).toFloatArray();
    network.moveDropoutTo(3, 2, 4);
    float[] elsewhere = network.logits(pixels(), true).toFloatArray();
    network.moveDropoutTo(3, 1, 2);
    float[] again = network.logits(pixels(), true).toFloatArray();

    assertThat(again).containsExactly(once).isNotEqualTo(elsewhere);
    assertThat(network.logits(pixels(), false).toFloatArray()).isNotEqualTo(once);
  }

  @Test
  void listsEveryTensorThatDoesNotFit() throws IOException {
    Architecture deeper = new Architecture("deeper", 16, 4, 3, 24, 3, 3, 40);
    try (SafetensorsFile weights = SafetensorsFile.open(checkpoint())) {
      assertThatThrownBy(
              () ->
                  TunableModel.pretrained(
                      manager, deeper, 5, new Regime.LinearProbe(), SEED, weights))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("missing blocks.2.attn.qkv.weight (72, 24)")
          .hasMessageContaining(
              "blocks.0.mlp.fc1.weight has the shape (48, 24), expected (40, 24)");
    }
    Architecture shallower = new Architecture("shallower", 16, 4, 3, 24, 1, 3, 48);
    try (SafetensorsFile weights = SafetensorsFile.open(checkpoint())) {
      assertThatThrownBy(
              () ->
                  TunableModel.pretrained(
                      manager, shallower, 5, new Regime.LinearProbe(), SEED, weights))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("surplus blocks.1.attn.qkv.weight (72, 24)");
    }
  }

  private Path checkpoint() throws IOException {
    Path file = folder.resolve("checkpoint.safetensors");
    TunableModel.fromScratch(manager, SMALL, 9, new Regime.FullFineTuning(), new RandomStreams(99))
        .save(file);
    return file;
  }

  private void disturb(NDArray array) {
    array.addi(manager.randomNormal(0f, 0.1f, array.getShape(), array.getDataType()));
  }

  private NDArray pixels() {
    float[] values = new float[2 * 3 * 16 * 16];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    return manager.create(values, new Shape(2, 3, 16, 16));
  }

  private float[] logits(TunableModel model) {
    return model.network().logits(pixels(), false).toFloatArray();
  }
}
