package io.github.vitlora.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.checkpoint.SafetensorsFile;
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
import java.io.IOException;
import java.io.InputStream;
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
