package io.github.vitlora.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.WeightNames;
import io.github.vitlora.model.Tensors;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.LoraInitialisation;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.LoraOptions.TargetRank;
import io.github.vitlora.regime.LoraOptionsBuilder;
import io.github.vitlora.regime.LoraScaling;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainedBiases;
import io.github.vitlora.regime.WeightSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Beside what PEFT 0.21.2 wrote for the same adapters of DeiT-Tiny. */
@Tag("slow")
class PeftAdapterTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static final Regime.Lora LORA = new Regime.Lora("lora", 2, 2, List.of("attn.qkv"), 0);

  private static final Architecture TINY =
      Architecture.named("deit_tiny_patch16_224").orElseThrow();

  private static final RandomStreams RANDOM = new RandomStreams(1);

  @TempDir Path folder;

  static Stream<Arguments> adapters() {
    Regime.Lora plain = new Regime.Lora("lora", 8, 8, List.of("attn.qkv"), 0);
    List<String> all = List.of("attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2");
    return Stream.of(
        arguments("lora_qkv_r8", plain),
        arguments("lora_all_r4", new Regime.Lora("lora", 4, 8, all, 0)),
        arguments("dora", with(plain, o -> o.variant(LoraVariant.DORA))),
        arguments("rslora", with(plain, o -> o.scaling(LoraScaling.RSLORA))),
        arguments(
            "rank_pattern",
            with(plain, o -> o.targetRanks(List.of(new TargetRank("blocks.0.attn.qkv", 4))))),
        arguments("bias_lora", with(plain, o -> o.bias(TrainedBiases.LORA))),
        arguments("bias_all", with(plain, o -> o.bias(TrainedBiases.ALL))),
        arguments("norm1", with(plain, o -> o.alsoTrain(List.of("norm1")))),
        arguments(
            "pissa",
            with(
                new Regime.Lora("lora", 4, 8, List.of("attn.qkv"), 0),
                o -> o.initialisation(LoraInitialisation.PISSA))));
  }

  private static Regime.Lora with(Regime.Lora lora, UnaryOperator<LoraOptionsBuilder> options) {
    return lora.with(options.apply(LoraOptionsBuilder.builder(LoraOptions.PLAIN)).build());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("adapters")
  void writesWhatPeftWrites(String name, Regime.Lora lora) throws IOException {
    JsonNode peft = peft().path(name);

    assertThat(write(lora)).isTrue();

    assertThat(configuration()).isEqualTo(peft.path("adapter_config"));
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(PeftAdapter.WEIGHTS))) {
      assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
      Map<String, JsonNode> tensors = new TreeMap<>();
      for (String tensor : file.names()) {
        var described = JSON.createArrayNode().add(file.type(tensor).name());
        for (long dimension : file.shape(tensor)) {
          described.add((int) dimension);
        }
        tensors.put(tensor, described);
      }
      assertThat(tensors).isEqualTo(tensors(peft.path("tensors")));
    }
  }

  /**
   * What PEFT wrote, but for two oversights of its version 0.21.2: with all biases it writes the
   * head's three times, and an adapter that it converts loses its head.
   */
  private static Map<String, JsonNode> tensors(JsonNode written) {
    Map<String, JsonNode> tensors = new TreeMap<>();
    written.properties().forEach(tensor -> tensors.put(tensor.getKey(), tensor.getValue()));
    tensors
        .keySet()
        .removeIf(key -> key.matches(".*\\.head\\.(original_module|modules_to_save)\\..*"));
    tensors.put("base_model.model.head.bias", JSON.createArrayNode().add("F32").add(10));
    tensors.put("base_model.model.head.weight", JSON.createArrayNode().add("F32").add(10).add(192));
    return tensors;
  }

  /**
   * A layer that is adapted is not trained itself, and a module of PEFT's has all of its weights.
   */
  @Test
  void whatPeftHasNoPlaceForIsNotWritten() throws IOException {
    Regime.Lora ownWeight = with(LORA, o -> o.alsoTrain(List.of("blocks.11.attn.qkv")));
    Regime.Lora noModule = with(LORA, o -> o.alsoTrain(List.of("cls_token")));
    Regime.Lora biased = with(LORA, o -> o.variant(LoraVariant.BIASED));

    assertThat(write(ownWeight)).isFalse();
    assertThat(write(noModule)).isFalse();
    assertThat(write(biased)).isFalse();
  }

  @Test
  void namesTheLayersWhereNotEveryBlockIsAdapted() throws IOException {
    write(new Regime.Lora("lora", 2, 2, List.of("blocks.1.attn.qkv", "blocks.3.mlp.fc1"), 0));

    assertThat(configuration().path("target_modules"))
        .isEqualTo(JSON.valueToTree(List.of("blocks.1.attn.qkv", "blocks.3.mlp.fc1")));
  }

  @Test
  void modulesThatAreTrainedWholeAreSavedBesideTheHead() throws IOException {
    write(
        LORA.with(
            LoraOptionsBuilder.builder(LoraOptions.PLAIN).alsoTrain(List.of("norm1")).build()));

    JsonNode saved = configuration().path("modules_to_save");
    assertThat(saved).hasSize(13);
    assertThat(saved.get(0).asText()).isEqualTo("head");
    assertThat(saved.get(1).asText()).isEqualTo("blocks.0.norm1");
  }

  @Test
  void ranksOfTheirOwnAndTheOtherScalingAreSaid() throws IOException {
    write(
        LORA.with(
            LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                .targetRanks(List.of(new TargetRank("blocks.2.attn.qkv", 4)))
                .scaling(LoraScaling.RSLORA)
                .build()));

    assertThat(configuration().path("rank_pattern"))
        .isEqualTo(JSON.createObjectNode().put("blocks.2.attn.qkv", 4));
    assertThat(configuration().path("use_rslora").asBoolean()).isTrue();
  }

  /** The scale stays {@code alpha / sqrt(rank)} of the rank that was trained. */
  @Test
  void adaptersThatTookOverPartOfTheWeightsHaveTwiceTheirRank() throws IOException {
    write(
        LORA.with(
            LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                .initialisation(LoraInitialisation.PISSA)
                .targetRanks(List.of(new TargetRank("blocks.2.attn.qkv", 4)))
                .scaling(LoraScaling.RSLORA)
                .build()));

    assertThat(configuration().path("r").asInt()).isEqualTo(4);
    assertThat(configuration().path("lora_alpha").asDouble())
        .isEqualTo(2 * Math.sqrt(2), within(1e-12));
    assertThat(configuration().path("init_lora_weights").asBoolean()).isTrue();
    assertThat(configuration().path("rank_pattern"))
        .isEqualTo(JSON.createObjectNode().put("blocks.2.attn.qkv", 8));
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(PeftAdapter.WEIGHTS))) {
      assertThat(file.shape("base_model.model.blocks.2.attn.qkv.lora_B.weight"))
          .containsExactly(576, 8);
    }
  }

  /** By hand: of the joint layer's 576 rows, queries have the first 192 and values the last. */
  @Test
  void partsOfTheJointLayerAreOneAdapterWithZerosBetween() throws IOException {
    Regime.Lora lora = new Regime.Lora("lora", 2, 16, List.of("query", "value"), 0);
    try (NDManager manager = NDManager.newBaseManager();
        TunableModel model = TunableModel.fromScratch(manager, TINY, 10, lora, RANDOM)) {
      model.trainable().values().forEach(array -> array.addi(1));
      PeftAdapter.of(TINY, lora, model).orElseThrow().write(folder, model.trainable());
    }

    assertThat(configuration().path("target_modules").asText()).isEqualTo(".*\\.(attn\\.qkv)$");
    assertThat(configuration().path("r").asInt()).isEqualTo(4);
    assertThat(configuration().path("lora_alpha").asDouble()).isEqualTo(32);
    assertThat(configuration().path("rank_pattern")).isEmpty();
    assertThat(configuration().path("alpha_pattern")).isEmpty();
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(PeftAdapter.WEIGHTS))) {
      assertThat(file.shape("base_model.model.blocks.11.attn.qkv.lora_A.weight"))
          .containsExactly(4, 192);
      FloatBuffer up = file.floats("base_model.model.blocks.11.attn.qkv.lora_B.weight");
      for (int row = 0; row < 576; row++) {
        float[] columns = new float[4];
        up.get(columns);
        float queries = row < 192 ? 1 : 0;
        float values = row < 384 ? 0 : 1;
        assertThat(columns).containsExactly(queries, queries, values, values);
      }
    }
  }

  /**
   * The magnitude of a row that no adapter changes is its norm, so that DoRA leaves it as it is.
   */
  @Test
  void magnitudesOfRowsWithoutAdapterAreTheirNorms() throws IOException {
    Regime.Lora lora =
        with(new Regime.Lora("lora", 2, 2, List.of("attn.v"), 0), o -> o.variant(LoraVariant.DORA));
    double[] norms = new double[576];
    try (NDManager manager = NDManager.newBaseManager();
        TunableModel model = TunableModel.fromScratch(manager, TINY, 10, lora, RANDOM)) {
      float[] weight = model.weight("blocks.0.attn.qkv.weight").toFloatArray();
      for (int i = 0; i < weight.length; i++) {
        norms[i / 192] += Math.pow(weight[i], 2);
      }
      PeftAdapter.of(TINY, lora, model).orElseThrow().write(folder, model.trainable());
    }

    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(PeftAdapter.WEIGHTS))) {
      FloatBuffer magnitudes =
          file.floats("base_model.model.blocks.0.attn.qkv.lora_magnitude_vector");
      for (double norm : norms) {
        assertThat(magnitudes.get()).isCloseTo((float) Math.sqrt(norm), within(1e-6f));
      }
    }
  }

  static Stream<Arguments> adaptersOfLibraries() {
    Regime.Lora parts = new Regime.Lora("lora", 4, 8, List.of("query", "value"), 0);
    List<TargetRank> own = List.of(new TargetRank("blocks.1.attn.v", 3));
    return Stream.of(
            parts,
            with(parts, o -> o.targetRanks(own)),
            with(parts, o -> o.targetRanks(own).scaling(LoraScaling.RSLORA)),
            with(parts, o -> o.initialisation(LoraInitialisation.PISSA)),
            with(
                new Regime.Lora("lora", 4, 8, List.of("key", "attn.proj", "mlp.fc2"), 0),
                o -> o.alsoTrain(List.of("norm1")).bias(TrainedBiases.ALL)),
            new Regime.Lora("lora", 4, 8, List.of("attn.qkv", "mlp.fc1"), 0),
            new Regime.Lora("lora", 4, 8, List.of("blocks.0.attn.qkv", "blocks.1.attn.k"), 0))
        .flatMap(lora -> Stream.of(arguments(lora, false), arguments(lora, true)));
  }

  /**
   * PEFT adds to each module's pretrained weight what is folded into it here, whether queries, keys
   * and values are one layer or three.
   */
  @ParameterizedTest
  @MethodSource("adaptersOfLibraries")
  void addsWhatIsFoldedIn(Regime.Lora lora, boolean transformers) throws IOException {
    Architecture smoke = Architecture.named("vit_smoke_patch8_32").orElseThrow();
    WeightNames names = transformers ? namesOfTransformers() : new WeightNames.Timm();
    try (NDManager manager = NDManager.newBaseManager();
        TunableModel plain =
            TunableModel.fromScratch(manager, smoke, 3, new Regime.LinearProbe(), RANDOM);
        TunableModel model = TunableModel.fromScratch(manager, smoke, 3, lora, RANDOM)) {
      model
          .trainable()
          .values()
          .forEach(
              array ->
                  array.addi(manager.randomNormal(0, 0.1f, array.getShape(), array.getDataType())));
      PeftAdapter.of(smoke, lora, model, names)
          .orElseThrow()
          .write(folder, model.besidePretrained(manager));
      Map<String, NDArray> merged = model.merged(manager);

      try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(PeftAdapter.WEIGHTS))) {
        int adapters = 0;
        for (WeightSpec dense : smoke.denseLayers()) {
          List<String> modules = names.ofClassifier().parts(dense.name());
          NDList pretrained = plain.weight(dense.name()).split(modules.size());
          NDList expected = merged.get(dense.name()).split(modules.size());
          for (int i = 0; i < modules.size(); i++) {
            String module = names.inMemory(modules.get(i).replaceFirst("\\.weight$", ""));
            NDArray actual = pretrained.get(i);
            if (file.contains("base_model.model." + module + ".lora_A.weight")) {
              adapters++;
              NDArray up = read(manager, file, module + ".lora_B.weight");
              NDArray down = read(manager, file, module + ".lora_A.weight");
              actual = actual.add(up.matMul(down).mul((float) scale(module)));
            }
            assertThat(actual.toFloatArray())
                .as(module)
                .containsExactly(expected.get(i).toFloatArray(), within(2e-6f));
          }
        }
        assertThat(file.names().stream().filter(name -> name.endsWith("lora_A.weight")))
            .hasSize(adapters);
      }
    }
  }

  private static WeightNames namesOfTransformers() throws IOException {
    URL checkpoint =
        PeftAdapterTest.class.getResource("/io/github/vitlora/model/transformers_vit.safetensors");
    try (SafetensorsFile file = SafetensorsFile.open(Path.of(checkpoint.getPath()))) {
      return WeightNames.of(file);
    }
  }

  private static NDArray read(NDManager manager, SafetensorsFile file, String name)
      throws IOException {
    NDArray array = manager.create(new Shape(file.shape("base_model.model." + name)));
    Tensors.read(file, "base_model.model." + name, array);
    return array;
  }

  /** As PEFT computes it. */
  private double scale(String module) throws IOException {
    JsonNode config = configuration();
    double alpha =
        config.path("alpha_pattern").path(module).asDouble(config.path("lora_alpha").asDouble());
    int rank = config.path("rank_pattern").path(module).asInt(config.path("r").asInt());
    return alpha / (config.path("use_rslora").asBoolean() ? Math.sqrt(rank) : rank);
  }

  /** Modules are those of the library's current version; files have other names. */
  @Test
  void overTransformersNamesTheModulesAreItsOwn() throws IOException {
    Regime.Lora lora =
        with(
            new Regime.Lora("lora", 8, 16, List.of("query", "value"), 0),
            o -> o.alsoTrain(List.of("norm")));
    try (NDManager manager = NDManager.newBaseManager();
        TunableModel model = TunableModel.fromScratch(manager, TINY, 10, lora, RANDOM)) {
      PeftAdapter.of(TINY, lora, model, namesOfTransformers())
          .orElseThrow()
          .write(folder, model.trainable());
    }

    assertThat(configuration().path("target_modules").asText())
        .isEqualTo(".*\\.(attention\\.q_proj|attention\\.v_proj)$");
    assertThat(configuration().path("modules_to_save"))
        .isEqualTo(JSON.valueToTree(List.of("classifier", "vit.layernorm")));
    assertThat(configuration().path("r").asInt()).isEqualTo(8);
    assertThat(configuration().at("/auto_mapping/base_model_class").asText())
        .isEqualTo("ViTForImageClassification");
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(PeftAdapter.WEIGHTS))) {
      assertThat(file.names())
          .hasSize(12 * 2 * 2 + 4)
          .contains(
              "base_model.model.vit.layers.11.attention.v_proj.lora_B.weight",
              "base_model.model.vit.layernorm.bias",
              "base_model.model.classifier.weight");
    }
  }

  /** Whether there is a place for all that the regime trains. */
  private boolean write(Regime.Lora lora) throws IOException {
    Architecture tiny = Architecture.named("deit_tiny_patch16_224").orElseThrow();
    try (NDManager manager = NDManager.newBaseManager();
        TunableModel model =
            TunableModel.fromScratch(manager, tiny, 10, lora, new RandomStreams(1))) {
      Optional<PeftAdapter> adapter = PeftAdapter.of(tiny, lora, model);
      if (adapter.isPresent()) {
        adapter.get().write(folder, model.besidePretrained(manager));
      }
      return adapter.isPresent();
    }
  }

  private JsonNode configuration() throws IOException {
    return JSON.readTree(folder.resolve(PeftAdapter.CONFIGURATION).toFile());
  }

  private static JsonNode peft() throws IOException {
    try (InputStream in = PeftAdapterTest.class.getResourceAsStream("peft-adapters.json")) {
      return JSON.readTree(in);
    }
  }
}
