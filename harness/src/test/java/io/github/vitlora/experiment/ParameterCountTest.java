package io.github.vitlora.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterCountTest {

  private static final Architecture TINY = Architecture.named("vit_tiny_patch16_224").orElseThrow();

  private static Regime lora(int rank, String... targets) {
    return new Regime.Lora("lora", rank, 16, List.of(targets), 0);
  }

  @Test
  void fullFineTuningTrainsEverything() {
    assertThat(ParameterCount.of(TINY, new Regime.FullFineTuning(), 10))
        .isEqualTo(new ParameterCount(5_526_346, 5_526_346));
  }

  @Test
  void aLinearProbeTrainsTheHead() {
    assertThat(ParameterCount.of(TINY, new Regime.LinearProbe(), 10))
        .isEqualTo(new ParameterCount(1_930, 5_526_346));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 32, 192})
  void loraOnAllDenseLayersTrainsAdaptersAndHead(int rank) {
    Regime regime = lora(rank, "attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2");
    assertThat(ParameterCount.of(TINY, regime, 10))
        .isEqualTo(new ParameterCount(36_864L * rank + 1_930, 5_526_346 + 36_864L * rank));
  }

  @ParameterizedTest
  @ValueSource(strings = {"attn.qkv", "qkv"})
  void loraOnOneLayerOfEachBlockTrainsItsAdaptersAndTheHead(String target) {
    assertThat(ParameterCount.of(TINY, lora(8, target), 10).trainable())
        .isEqualTo(9_216L * 8 + 1_930);
  }

  @Test
  void aSingleLayerCanBeTargeted() {
    assertThat(ParameterCount.of(TINY, lora(2, "blocks.3.attn.proj"), 10).trainable())
        .isEqualTo(2 * (192 + 192) + 1_930);
  }

  /**
   * The project report's figure: 165,888 in adapters, 9,600 in normalisation, 1,930 in the head.
   */
  @Test
  void loraBesideTrainedNormalisationTrainsThoseToo() {
    Regime.Lora adapters = new Regime.Lora("lora", 12, 12, List.of("attn.qkv", "attn.proj"), 0);
    Regime norms = adapters.with(alsoTrain("norm1", "norm2", "norm"));

    assertThat(ParameterCount.of(TINY, norms, 10))
        .isEqualTo(new ParameterCount(177_418, 5_526_346 + 165_888));
  }

  @ParameterizedTest
  @CsvSource({
    "head, 0",
    "patch_embed, 147648",
    "patch_embed.proj, 147648",
    "cls_token, 192",
    "pos_embed, 37824",
    "blocks.11, 444864",
    "mlp, 3550464",
    "norm, 384"
  })
  void aModuleIsTrainedWithAllThatLiesInIt(String module, long parameters) {
    Regime.Lora adapters = new Regime.Lora("lora", 1, 1, List.of("attn.qkv"), 0);

    assertThat(ParameterCount.of(TINY, adapters.with(alsoTrain(module)), 10).trainable())
        .isEqualTo(9_216 + 1_930 + parameters);
  }

  private static LoraOptions alsoTrain(String... modules) {
    return LoraOptions.builder().alsoTrain(List.of(modules)).build();
  }

  /** Counted by hand: patches 16 -> 64, 50 tokens, four blocks, the last norm, the head. */
  @Test
  void anArchitectureForGreyImagesHasOneInputChannel() {
    Architecture mini = Architecture.named("vit_mini_patch4_28_gray").orElseThrow();
    long block = 64 * 192 + 192 + 64 * 64 + 64 + 64 * 256 + 256 + 256 * 64 + 64 + 4 * 64;
    long whole = (16 * 64 + 64) + 64 + 50 * 64 + 4 * block + 2 * 64 + 65 * 10;

    assertThat(ParameterCount.of(mini, new Regime.FullFineTuning(), 10).total()).isEqualTo(whole);
  }

  @ParameterizedTest(name = "{0} with 1000 classes")
  @CsvSource({
    "vit_tiny_patch16_224, 5717416",
    "deit_tiny_patch16_224, 5717416",
    "vit_small_patch16_224, 22050664",
    "vit_base_patch16_224, 86567656"
  })
  void theWholeModelHasAsManyParametersAsTheCheckpointsOfTimm(String name, long parameters) {
    assertThat(
            ParameterCount.of(
                    Architecture.named(name).orElseThrow(), new Regime.FullFineTuning(), 1000)
                .total())
        .isEqualTo(parameters);
  }
}
