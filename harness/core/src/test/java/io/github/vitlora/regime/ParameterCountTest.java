package io.github.vitlora.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.regime.LoraOptions.BlockRange;
import io.github.vitlora.regime.LoraOptions.TargetRank;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
    assertThat(ParameterCount.of(TINY, new Regime.OptimalProbe(), 10))
        .isEqualTo(new ParameterCount(1_930, 5_526_346));
  }

  @Test
  void nearestMeanAndNeighboursTrainNothing() {
    ParameterCount none = new ParameterCount(0, 5_526_346);
    assertThat(ParameterCount.of(TINY, new Regime.NearestMean(), 10)).isEqualTo(none);
    assertThat(ParameterCount.of(TINY, new Regime.NearestNeighbours(20), 10)).isEqualTo(none);
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

  /** Each is 192 -> 192 in twelve blocks: 384 r. */
  @ParameterizedTest
  @CsvSource({
    "attn.q attn.v, 2",
    "query value, 2",
    "q_proj v_proj, 2",
    "attention.attention.query attention.attention.value, 2",
    "key, 1",
    "query key value, 3"
  })
  void partsOfTheJointLayerTrainAsManyAsLayersOfTheirOwn(String targets, int parts) {
    for (int rank : new int[] {1, 8, 192}) {
      long adapters = parts * 12L * 384 * rank;
      assertThat(ParameterCount.of(TINY, lora(rank, targets.split(" ")), 10))
          .isEqualTo(new ParameterCount(adapters + 1_930, 5_526_346 + adapters));
    }
  }

  @Test
  void partsAreChosenByPatternBlocksAndSingleRanks() {
    LoraOptions options =
        LoraOptionsBuilder.builder(LoraOptions.PLAIN)
            .targetPattern(Optional.of("blocks\\.\\d+\\.attn\\.(q|v|proj)"))
            .blocks(List.of(new BlockRange(6, 11)))
            .targetRanks(List.of(new TargetRank("value", 2)))
            .build();

    assertThat(
            ParameterCount.of(TINY, new Regime.Lora("lora", 8, 16, List.of(), 0).with(options), 10)
                .trainable())
        .isEqualTo(6 * 384 * (8 + 2 + 8) + 1_930);
  }

  /** By hand: DoRA has a magnitude a row; adapters with biases r and a row more. */
  @ParameterizedTest
  @CsvSource({"STANDARD, 0", "DORA, 192", "BIASED, 200"})
  void partsHaveTheirVariantsParameters(LoraVariant variant, long more) {
    LoraOptions options = LoraOptionsBuilder.builder(LoraOptions.PLAIN).variant(variant).build();
    Regime.Lora queries = new Regime.Lora("lora", 8, 16, List.of("attn.q"), 0);

    assertThat(ParameterCount.of(TINY, queries.with(options), 10).trainable())
        .isEqualTo(12 * (384 * 8 + more) + 1_930);
  }

  /** Which of them would be meant cannot be said. */
  @Test
  void aLayerAndAPartOfItAreNotBothAdapted() {
    assertThatThrownBy(() -> ParameterCount.of(TINY, lora(8, "attn.qkv", "query"), 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("blocks.0.attn.qkv is a target, and blocks.0.attn.q, a part of it, is another");
    Regime.Lora biases =
        new Regime.Lora("lora", 8, 16, List.of("attn.v"), 0)
            .with(LoraOptionsBuilder.builder(LoraOptions.PLAIN).bias(TrainedBiases.LORA).build());
    assertThatThrownBy(() -> ParameterCount.of(TINY, biases, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("blocks.0.attn.v is a part of blocks.0.attn.qkv");
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

  /** By hand: 576 + 192 biases a block in the adapted layers; 2,112 a block and 384 elsewhere. */
  @ParameterizedTest
  @CsvSource({"NONE, 0", "LORA, 9216", "ALL, 25728"})
  void biasesAreTrainedBesideTheAdapters(TrainedBiases bias, long parameters) {
    Regime.Lora adapters = new Regime.Lora("lora", 12, 12, List.of("attn.qkv", "attn.proj"), 0);
    LoraOptions options = LoraOptionsBuilder.builder(LoraOptions.PLAIN).bias(bias).build();

    assertThat(ParameterCount.of(TINY, adapters.with(options), 10).trainable())
        .isEqualTo(165_888 + 1_930 + parameters);
  }

  @Test
  void aBiasThatIsTrainedForTwoReasonsCountsOnce() {
    Regime.Lora adapters = new Regime.Lora("lora", 12, 12, List.of("attn.qkv", "attn.proj"), 0);
    LoraOptions options =
        LoraOptionsBuilder.builder(LoraOptions.PLAIN)
            .bias(TrainedBiases.ALL)
            .alsoTrain(List.of("norm1", "norm2", "norm"))
            .build();

    assertThat(ParameterCount.of(TINY, adapters.with(options), 10).trainable())
        .isEqualTo(165_888 + 1_930 + 25_728 + 25 * 192);
  }

  @Test
  void layersAreChosenByPatternAndBlocks() {
    Regime.Lora all = new Regime.Lora("lora", 8, 16, List.of(), 0);
    LoraOptionsBuilder attention =
        LoraOptionsBuilder.builder(LoraOptions.PLAIN)
            .targetPattern(Optional.of(".*\\.attn\\.\\w+"));

    assertThat(ParameterCount.of(TINY, all.with(attention.build()), 10).trainable())
        .isEqualTo(12 * 8 * (768 + 384) + 1_930);
    LoraOptions some =
        attention.blocks(List.of(new BlockRange(0, 0), new BlockRange(6, 11))).build();
    assertThat(ParameterCount.of(TINY, all.with(some), 10).trainable())
        .isEqualTo(7 * 8 * (768 + 384) + 1_930);
  }

  @Test
  void aTargetCanHaveARankOfItsOwn() {
    Regime.Lora all =
        new Regime.Lora("lora", 8, 16, List.of("attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2"), 0);
    LoraOptions options =
        LoraOptionsBuilder.builder(LoraOptions.PLAIN)
            .targetRanks(List.of(new TargetRank("blocks.3.mlp.fc1", 2), new TargetRank("fc1", 4)))
            .build();
    long block = 8 * 768 + 8 * 384 + 4 * 960 + 8 * 960;

    assertThat(ParameterCount.of(TINY, all.with(options), 10).trainable())
        .isEqualTo(12 * block - 2 * 960 + 1_930);
  }

  @Test
  void scalesAreThoseOfThePapers() {
    Regime.Lora lora = new Regime.Lora("lora", 16, 32, List.of("attn.qkv", "attn.proj"), 0);
    LoraOptionsBuilder options =
        LoraOptionsBuilder.builder(LoraOptions.PLAIN)
            .targetRanks(List.of(new TargetRank("attn.proj", 4)));

    assertThat(lora.scaleOf("blocks.0.attn.qkv")).isEqualTo(2);
    assertThat(lora.with(options.build()).scaleOf("blocks.0.attn.proj")).isEqualTo(8);
    Regime.Lora stable = lora.with(options.scaling(LoraScaling.RSLORA).build());
    assertThat(stable.scaleOf("blocks.0.attn.qkv")).isEqualTo(8);
    assertThat(stable.scaleOf("blocks.0.attn.proj")).isEqualTo(16);
  }

  /** By hand: rank 12 on qkv (192 -> 576) and proj (192 -> 192) of twelve blocks. */
  @ParameterizedTest
  @CsvSource({"STANDARD, 0", "DORA, 9216", "BIASED, 9504"})
  void adaptersOfOtherKindsHaveMoreParameters(LoraVariant variant, long more) {
    Regime.Lora adapters = new Regime.Lora("lora", 12, 12, List.of("attn.qkv", "attn.proj"), 0);
    LoraOptions options = LoraOptionsBuilder.builder(LoraOptions.PLAIN).variant(variant).build();

    assertThat(ParameterCount.of(TINY, adapters.with(options), 10))
        .isEqualTo(new ParameterCount(165_888 + 1_930 + more, 5_526_346 + 165_888 + more));
  }

  @ParameterizedTest
  @EnumSource(LoraInitialisation.class)
  void whatAdaptersStartFromIsNoParameter(LoraInitialisation initialisation) {
    Regime.Lora adapters = new Regime.Lora("lora", 12, 12, List.of("attn.qkv", "attn.proj"), 0);
    LoraOptions options =
        LoraOptionsBuilder.builder(LoraOptions.PLAIN).initialisation(initialisation).build();

    assertThat(ParameterCount.of(TINY, adapters.with(options), 10))
        .isEqualTo(ParameterCount.of(TINY, adapters, 10));
  }

  /** By hand: 192 biases of the patches, 2,112 a block, 192 of the last normalisation, the head. */
  @Test
  void bitFitTrainsBiasesAndHead() {
    assertThat(ParameterCount.of(TINY, new Regime.BitFit(), 10))
        .isEqualTo(new ParameterCount(192 + 12 * 2_112 + 192 + 1_930, 5_526_346));
  }

  @Test
  void layerNormTuningTrainsNormalisationAndHead() {
    assertThat(ParameterCount.of(TINY, new Regime.LayerNormTuning(), 10))
        .isEqualTo(new ParameterCount(25 * 2 * 192 + 1_930, 5_526_346));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 12})
  void theLastBlocksAreTrainedWithWhatStandsAbove(int count) {
    assertThat(ParameterCount.of(TINY, new Regime.LastBlocks("lastBlocks", count), 10))
        .isEqualTo(new ParameterCount(count * 444_864L + 384 + 1_930, 5_526_346));
  }

  @Test
  void fromScratchTrainsEverything() {
    assertThat(ParameterCount.of(TINY, new Regime.FromScratch(), 10))
        .isEqualTo(new ParameterCount(5_526_346, 5_526_346));
  }

  private static LoraOptions alsoTrain(String... modules) {
    return LoraOptionsBuilder.builder(LoraOptions.PLAIN).alsoTrain(List.of(modules)).build();
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
