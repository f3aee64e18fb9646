package io.github.vitlora.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.experiment.Architecture;
import io.github.vitlora.experiment.LoraInitialisation;
import io.github.vitlora.experiment.LoraOptions;
import io.github.vitlora.experiment.LoraScaling;
import io.github.vitlora.experiment.RandomStreams;
import io.github.vitlora.experiment.Regime;
import io.github.vitlora.experiment.TargetRank;
import io.github.vitlora.model.SafetensorsFile;
import io.github.vitlora.model.TunableModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside what PEFT 0.21.2 wrote for the same adapters of DeiT-Tiny. */
class PeftAdapterTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static final Regime.Lora LORA = new Regime.Lora("lora", 2, 2, List.of("attn.qkv"), 0);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "lora_qkv_r8, 8, attn.qkv",
    "lora_all_r4, 4, attn.qkv attn.proj mlp.fc1 mlp.fc2",
  })
  void writesWhatPeftWrites(String name, int rank, String targets) throws IOException {
    JsonNode peft = peft().path(name);

    write(new Regime.Lora("lora", rank, 8, List.of(targets.split(" ")), 0));

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
      assertThat(JSON.<JsonNode>valueToTree(tensors)).isEqualTo(peft.path("tensors"));
    }
  }

  @Test
  void namesTheLayersWhereNotEveryBlockIsAdapted() throws IOException {
    write(new Regime.Lora("lora", 2, 2, List.of("blocks.1.attn.qkv", "blocks.3.mlp.fc1"), 0));

    assertThat(configuration().path("target_modules"))
        .isEqualTo(JSON.valueToTree(List.of("blocks.1.attn.qkv", "blocks.3.mlp.fc1")));
  }

  @Test
  void modulesThatAreTrainedWholeAreSavedBesideTheHead() throws IOException {
    write(LORA.with(LoraOptions.builder().alsoTrain(List.of("norm1")).build()));

    JsonNode saved = configuration().path("modules_to_save");
    assertThat(saved).hasSize(13);
    assertThat(saved.get(0).asText()).isEqualTo("head");
    assertThat(saved.get(1).asText()).isEqualTo("blocks.0.norm1");
    assertThat(PeftAdapter.canKeep(LORA, List.of("head.bias", "pos_embed"))).isFalse();
  }

  @Test
  void ranksOfTheirOwnAndTheOtherScalingAreSaid() throws IOException {
    write(
        LORA.with(
            LoraOptions.builder()
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
            LoraOptions.builder()
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

  private void write(Regime.Lora lora) throws IOException {
    Architecture tiny = Architecture.named("deit_tiny_patch16_224").orElseThrow();
    try (NDManager manager = NDManager.newBaseManager();
        TunableModel model =
            TunableModel.fromScratch(manager, tiny, 10, lora, new RandomStreams(1))) {
      PeftAdapter.write(folder, tiny, lora, model.besidePretrained(manager));
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
