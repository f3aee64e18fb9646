package io.github.vitlora.descriptor;

import static io.github.vitlora.testing.Descriptors.VALID;
import static io.github.vitlora.testing.Descriptors.read;
import static io.github.vitlora.testing.Descriptors.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.Certainty;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ExperimentJson;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.regime.EarlyStopping;
import io.github.vitlora.regime.LoraInitialisation;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.LoraOptions.BlockRange;
import io.github.vitlora.regime.LoraOptions.TargetRank;
import io.github.vitlora.regime.LoraOptionsBuilder;
import io.github.vitlora.regime.LoraScaling;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.OptimizerKind;
import io.github.vitlora.regime.Precision;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.ScheduleKind;
import io.github.vitlora.regime.TrainedBiases;
import io.github.vitlora.regime.TrainingOptions;
import io.github.vitlora.regime.TrainingOptionsBuilder;
import io.github.vitlora.regime.TrainingSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentReaderTest {

  @Test
  void readsEveryElement() {
    assertThat(read(VALID))
        .isEqualTo(
            new Experiment(
                "dogs",
                "Two breeds.",
                new ModelSpec(
                    "vit_tiny_patch16_224", "hf:timm/vit_tiny/model.safetensors", Optional.empty()),
                new DatasetSpec(
                    new DatasetOrigin.Archive("https://example.org/dogs.tgz", Optional.empty()),
                    "train",
                    "val",
                    0.1,
                    new DatasetSpec.Limit(Optional.of(100), Optional.of(50)),
                    new TransformSpec(
                        256, 224, List.of(0.5f, 0.4f, 0.3f), List.of(0.1f, 0.2f, 0.3f)),
                    Optional.of(2)),
                TrainingSpec.adam(5, 128, 32, 4e-4),
                List.of(1L, 2L),
                List.of(
                    new Regime.FullFineTuning(),
                    new Regime.LinearProbe(),
                    new Regime.Lora("lora", 1, 16, List.of("attn.qkv", "mlp.fc2"), 0.25),
                    new Regime.Lora("lora", 8, 16, List.of("attn.qkv", "mlp.fc2"), 0.25)),
                List.of(),
                List.of(
                    Expectation.of(
                        "lora",
                        Optional.of(8),
                        Metric.TEST_ACCURACY,
                        new Expectation.Within(
                            0.03, new Expectation.Reference("fullFineTuning", Optional.empty())))),
                List.of(),
                Optional.empty()));
  }

  @Test
  void imagesThatNobodySplitHaveAShareHeldOut() {
    DatasetSpec named = read(VALID.replace("test=\"val\"", "testFraction=\"0.2\"")).dataset();
    DatasetSpec root =
        read(VALID.replace("train=\"train\" test=\"val\"", "testFraction=\"0.25\"")).dataset();

    assertThat(named.origin())
        .isEqualTo(
            new DatasetOrigin.HeldOut(
                new DatasetOrigin.Archive("https://example.org/dogs.tgz", Optional.empty()), 0.2));
    assertThat(named.train()).isEqualTo("train");
    assertThat(root.train()).isEqualTo(".");
    assertThat(root.origin().describe())
        .isEqualTo("https://example.org/dogs.tgz, 25 % of each class held out for testing");
    Trial trial = read(VALID.replace("test=\"val\"", "testFraction=\"0.2\"")).trials().get(0);
    assertThat(Trial.read(trial.json())).isEqualTo(trial);
  }

  @Test
  void theTrialsAreEveryRegimeUnderEverySeed() {
    assertThat(read(VALID).trials())
        .extracting(Trial::id)
        .containsExactly(
            "full-seed1",
            "full-seed2",
            "linear-probe-seed1",
            "linear-probe-seed2",
            "lora-r1-seed1",
            "lora-r1-seed2",
            "lora-r8-seed1",
            "lora-r8-seed2");
  }

  @Test
  void attentionIsAskedForByNumberOrByName() {
    assertThat(read(VALID).attention()).isEmpty();
    assertThat(attention("4")).contains(AttentionSpec.chosen(4));
    assertThat(attention("val/corgi/1.jpg  t10k/17"))
        .contains(AttentionSpec.named(List.of("val/corgi/1.jpg", "t10k/17")));
    assertThat(attention("4 5"))
        .as("files may be called so")
        .contains(AttentionSpec.named(List.of("4", "5")));
  }

  /** What is looked at afterwards changes no trial, so that all of them are taken over. */
  @Test
  void attentionIsNoPartOfATrial() {
    assertThat(read(withAttention("4")).trials()).isEqualTo(read(VALID).trials());
  }

  @Test
  void augmentationIsReadWithTheUsualRanges() {
    assertThat(read(VALID).dataset().augmentation()).isEqualTo(AugmentationSpec.NONE);
    assertThat(augmentation("<augmentation/>")).isEqualTo(AugmentationSpec.NONE);
    assertThat(augmentation("<augmentation flip=\"0.5\"><randomResizedCrop/></augmentation>"))
        .isEqualTo(
            new AugmentationSpec(
                0.5, Optional.of(new AugmentationSpec.ResizedCrop(0.08, 1, 0.75, 4 / 3.0))));
  }

  @Test
  void operationsAndColoursAreRead() {
    assertThat(
            augmentation(
                "<augmentation mixup=\"0.2\"><colourJitter brightness=\"0.4\" hue=\"0.1\"/>"
                    + "<randAugment magnitude=\"7\"/></augmentation>"))
        .isEqualTo(
            AugmentationSpec.NONE
                .with(
                    to ->
                        to.randAugment(new AugmentationSpec.RandAugment(2, 7))
                            .colourJitter(new AugmentationSpec.ColourJitter(0.4, 0, 0, 0.1)))
                .withMixup(0.2));
  }

  private static AugmentationSpec augmentation(String element) {
    return read(with("<transform", element + "<transform")).dataset().augmentation();
  }

  private static Optional<AttentionSpec> attention(String images) {
    return read(withAttention(images)).attention();
  }

  private static String withAttention(String images) {
    return with("<expectations>", "<attention images=\"" + images + "\"/><expectations>");
  }

  @Test
  void clippingAndSmoothingAreRead() {
    Experiment experiment =
        read(
            VALID.replace("optimizer=\"adam\"", "gradientClipping=\"1.0\" labelSmoothing=\"0.1\""));

    assertThat(experiment.training().options())
        .isEqualTo(
            TrainingOptionsBuilder.builder()
                .gradientClipping(Optional.of(1.0))
                .labelSmoothing(0.1)
                .build());
  }

  @Test
  void aRegimeHasItsOwnScheduleWarmUpAndWeightDecay() {
    Experiment experiment =
        read(
            VALID
                .replace("optimizer=\"adam\"", "optimizer=\"adamw\" weightDecay=\"0.05\"")
                .replace("<fullFineTuning/>", "<fullFineTuning schedule=\"linear\"/>")
                .replace(
                    "<linearProbe/>", "<linearProbe warmupFraction=\"0.2\" weightDecay=\"0\"/>"));

    assertThat(experiment.training(new Regime.FullFineTuning()))
        .isEqualTo(experiment.training().withSchedule(ScheduleKind.LINEAR));
    assertThat(experiment.training(new Regime.LinearProbe()))
        .isEqualTo(experiment.training().withWarmupFraction(0.2).withWeightDecay(0));
    assertThat(ExperimentJson.read(ExperimentJson.write(experiment))).isEqualTo(experiment);
  }

  @Test
  void whatGoesByDepthIsReadAndARegimesOwnCountsMore() {
    Experiment experiment =
        read(
            VALID
                .replace("optimizer=\"adam\"", "layerDecay=\"0.75\" dropPath=\"0.1\"")
                .replace("<fullFineTuning/>", "<fullFineTuning layerDecay=\"0.65\"/>")
                .replace("<linearProbe/>", "<linearProbe layerDecay=\"1\" dropPath=\"0\"/>"));

    TrainingOptionsBuilder shared =
        TrainingOptionsBuilder.builder().layerDecay(Optional.of(0.75)).dropPath(0.1);
    assertThat(experiment.training().options()).isEqualTo(shared.build());
    assertThat(experiment.training().withLearningRate(1e-2).options()).isEqualTo(shared.build());
    assertThat(experiment.training(new Regime.FullFineTuning()).options())
        .isEqualTo(shared.layerDecay(Optional.of(0.65)).build());
    assertThat(experiment.training(new Regime.LinearProbe()).options())
        .isEqualTo(TrainingOptions.PLAIN);
    assertThat(ExperimentJson.read(ExperimentJson.write(experiment))).isEqualTo(experiment);
  }

  @Test
  void noLayerDecayIsTheSameRecipeInEitherWayOfWriting() {
    String written = VALID.replace("optimizer=\"adam\"", "layerDecay=\"1\" dropPath=\"0\"");

    assertThat(read(written).trials()).isEqualTo(read(VALID).trials());
  }

  @Test
  void learningRatesToTryAreReadAndARegimesOwnCountMore() {
    Experiment experiment =
        read(
            VALID
                .replace("learningRate=\"4e-4\"", "learningRates=\"1e-4 3e-4 1e-3\"")
                .replace("<fullFineTuning/>", "<fullFineTuning learningRates=\"1e-5 3e-5\"/>")
                .replace("<linearProbe/>", "<linearProbe learningRate=\"1e-2\"/>"));

    assertThat(experiment.training().options().learningRates()).containsExactly(1e-4, 3e-4, 1e-3);
    assertThat(experiment.training(new Regime.FullFineTuning()).options().learningRates())
        .containsExactly(1e-5, 3e-5);
    assertThat(experiment.training(new Regime.LinearProbe()))
        .isEqualTo(experiment.training().withLearningRate(1e-2));
    assertThat(ExperimentJson.read(ExperimentJson.write(experiment))).isEqualTo(experiment);
  }

  @Test
  void aSearchedLearningRateBeginsAroundWhatIsUsualForTheRegime() {
    Experiment experiment =
        read(
            VALID
                .replace("learningRate=\"4e-4\"", "learningRates=\"auto\"")
                .replace("<linearProbe/>", "<linearProbe learningRate=\"0.02\"/>"));

    assertThat(experiment.training(new Regime.FullFineTuning()).options().learningRates())
        .containsExactly(3.16e-5, 1e-4, 3.16e-4);
    assertThat(experiment.training(experiment.regimes().get(2)).options().learningRates())
        .containsExactly(3.16e-4, 1e-3, 3.16e-3);
    assertThat(experiment.training(new Regime.LinearProbe()))
        .isEqualTo(experiment.training().withLearningRate(0.02));
    assertThat(experiment.searchingSeed(new Regime.FullFineTuning())).contains(1L);
    assertThat(experiment.searchingSeed(new Regime.LinearProbe())).isEmpty();
    assertThat(ExperimentJson.read(ExperimentJson.write(experiment))).isEqualTo(experiment);
  }

  @Test
  void aRegimeAloneMaySearchAndSgdBeginsHigher() {
    Experiment experiment =
        read(
            VALID
                .replace("optimizer=\"adam\"", "optimizer=\"sgd\"")
                .replace("<fullFineTuning/>", "<fullFineTuning learningRates=\"auto\"/>"));

    assertThat(experiment.training(new Regime.FullFineTuning()).options().learningRates())
        .containsExactly(3.16e-3, 1e-2, 3.16e-2);
    assertThat(experiment.training(new Regime.LinearProbe())).isEqualTo(experiment.training());
    assertThat(ExperimentJson.read(ExperimentJson.write(experiment))).isEqualTo(experiment);
  }

  @Test
  void aQuestionMayInsistOnRatesThatAreClosed() {
    String asking =
        VALID
            .replace("learningRate=\"4e-4\"", "learningRates=\"auto\"")
            .replace(
                "<expectations>",
                "<questions><question name=\"a\" regime=\"lora\" within=\"0.1\""
                    + " openRates=\"fail\"/></questions><expectations>");

    assertThat(read(asking).questions())
        .extracting(Question::openRates)
        .containsExactly(Certainty.OpenRates.FAIL);
    assertThat(read(asking.replace(" openRates=\"fail\"", "")).questions())
        .extracting(Question::openRates)
        .containsExactly(Certainty.OpenRates.TELL);
  }

  @Test
  void aRegimesOwnWeightDecayWantsAnOptimizerThatHasIt() {
    assertThatThrownBy(
            () -> read(VALID.replace("<linearProbe/>", "<linearProbe weightDecay=\"0.1\"/>")))
        .isInstanceOf(DescriptorException.class)
        .hasMessageContaining("14:")
        .hasMessageContaining("weightDecay goes with optimizer=\"adamw\" or \"sgd\" of training");
  }

  @Test
  void aListOfOneLearningRateIsThatRate() {
    assertThat(read(VALID.replace("learningRate=\"4e-4\"", "learningRates=\"4e-4\"")))
        .isEqualTo(read(VALID));
  }

  @Test
  void earlyStoppingIsRead() {
    assertThat(
            read(VALID.replace("optimizer=\"adam\"", "earlyStopping=\"3\""))
                .training()
                .options()
                .earlyStopping())
        .contains(new EarlyStopping(3, EarlyStopping.On.ACCURACY));
    assertThat(
            read(VALID.replace(
                    "optimizer=\"adam\"", "earlyStopping=\"1\" earlyStoppingOn=\"validationLoss\""))
                .training()
                .options()
                .earlyStopping())
        .contains(new EarlyStopping(1, EarlyStopping.On.LOSS));
  }

  @Test
  void whatChoosesByValidationImagesIsRefusedWithoutThem() {
    String blind = VALID.replace("validationFraction=\"0.1\"", "validationFraction=\"0\"");

    assertThatThrownBy(
            () ->
                read(
                    blind
                        .replace(
                            "learningRate=\"4e-4\"", "learningRate=\"4e-4\" earlyStopping=\"3\"")
                        .replace("<linearProbe/>", "<linearProbe learningRates=\"auto\"/>")
                        .replace(
                            "<fullFineTuning/>", "<fullFineTuning learningRates=\"1e-3 1e-2\"/>")))
        .isInstanceOf(DescriptorException.class)
        .hasMessageContaining(
            "earlyStopping goes by the validation images, of which validationFraction=\"0\""
                + " leaves none: hold some out, validationFraction=\"0.1\" for example")
        .hasMessageContainingAll(
            "13:21: learningRates goes by the validation images",
            "14:18: learningRates goes by the validation images");
    assertThat(read(blind).dataset().validationFraction()).isZero();
  }

  @Test
  void momentumIsRead() {
    Experiment experiment =
        read(
            VALID.replace(
                "optimizer=\"adam\"", "optimizer=\"sgd\" momentum=\"0.9\" nesterov=\"true\""));

    assertThat(experiment.training().optimizer()).isEqualTo(OptimizerKind.SGD);
    assertThat(experiment.training().options())
        .isEqualTo(TrainingOptionsBuilder.builder().momentum(0.9).nesterov(true).build());
  }

  @Test
  void aScheduleAndARegimesOwnRecipeAreRead() {
    Experiment experiment =
        read(
            VALID
                .replace(
                    "optimizer=\"adam\"",
                    "optimizer=\"adamw\" weightDecay=\"0.05\" schedule=\"cosine\""
                        + " warmupFraction=\"0.1\"")
                .replace("<fullFineTuning/>", "<fullFineTuning learningRate=\"1e-4\"/>")
                .replace("<linearProbe/>", "<linearProbe learningRate=\"1e-2\" epochs=\"20\"/>"));

    assertThat(experiment.training())
        .isEqualTo(
            new TrainingSpec(
                5,
                128,
                32,
                OptimizerKind.ADAMW,
                4e-4,
                ScheduleKind.COSINE,
                0.1,
                0.05,
                Precision.FLOAT32,
                TrainingOptions.PLAIN));
    assertThat(experiment.training(new Regime.FullFineTuning()).learningRate()).isEqualTo(1e-4);
    assertThat(experiment.training(new Regime.FullFineTuning()).epochs()).isEqualTo(5);
    assertThat(experiment.training(new Regime.LinearProbe()))
        .isEqualTo(experiment.training().withLearningRate(1e-2).withEpochs(20));
    assertThat(experiment.trials().get(6).training()).isEqualTo(experiment.training());
    assertThat(experiment.trials().get(2).training().epochs()).isEqualTo(20);
  }

  @Test
  void whatIsLeftOutHasTheSchemasDefault() {
    Experiment experiment =
        read(
            """
            <experiment xmlns="urn:vitlora:experiment:1" name="least">
              <regimes><lora ranks="4"/></regimes>
              <training epochs="1" batchSize="8" learningRate="0.001"/>
              <dataset archive="classpath:dogs.zip"><transform resize="224" crop="224" mean="0 0 0" std="1 1 1"/></dataset>
              <model architecture="deit_tiny_patch16_224" weights="classpath:weights.safetensors"/>
            </experiment>
            """);

    assertThat(experiment.description()).isEmpty();
    assertThat(experiment.seeds()).containsExactly(1L);
    assertThat(experiment.expectations()).isEmpty();
    assertThat(experiment.training()).isEqualTo(TrainingSpec.adam(1, 8, 32, 0.001));
    assertThat(experiment.dataset().origin())
        .isEqualTo(new DatasetOrigin.Archive("classpath:dogs.zip", Optional.empty()));
    assertThat(experiment.dataset().train()).isEqualTo("train");
    assertThat(experiment.dataset().test()).isEqualTo("val");
    assertThat(experiment.dataset().validationFraction()).isEqualTo(0.1);
    assertThat(experiment.dataset().limit()).isEqualTo(DatasetSpec.Limit.NONE);
    assertThat(experiment.dataset().classes()).isEmpty();
    assertThat(experiment.regimes())
        .containsExactly(
            new Regime.Lora(
                "lora", 4, 16, List.of("attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2"), 0));
  }

  @ParameterizedTest
  @CsvSource({
    "builtin='fashion-mnist-3000',Builtin[name=fashion-mnist-3000]",
    "idx='classpath:mnist.zip','Idx[source=classpath:mnist.zip, sha256=Optional.empty]'"
  })
  void whereImagesLieInIdxFilesTheTestSplitIsT10k(String attribute, String origin) {
    DatasetSpec dataset =
        read(with("archive=\"https://example.org/dogs.tgz\"", attribute.replace('\'', '"'))
                .replace("train=\"train\" test=\"val\"", ""))
            .dataset();

    assertThat(dataset.origin()).hasToString(origin);
    assertThat(dataset.train()).isEqualTo("train");
    assertThat(dataset.test()).isEqualTo("t10k");
  }

  @Test
  void aFolderOfIdxFilesStartsAtTheDescriptor() {
    DatasetOrigin origin =
        read(with("archive=\"https://example.org/dogs.tgz\"", "idx=\"mnist\"")).dataset().origin();

    assertThat(origin)
        .isEqualTo(
            new DatasetOrigin.Idx(
                Path.of("descriptors", "mnist").toAbsolutePath().toUri().toString(),
                Optional.empty()));
  }

  @Test
  void randomIsNoSourceButTheLackOfOne() {
    ModelSpec random = read(with("hf:timm/vit_tiny/model.safetensors", "random")).model();
    ModelSpec file = read(with("hf:timm/vit_tiny/model.safetensors", "./random")).model();

    assertThat(random.checkpoint()).isEmpty();
    assertThat(random.describeWeights()).isEqualTo("random weights");
    assertThat(file.checkpoint()).hasValueSatisfying(s -> assertThat(s).endsWith("/random"));
  }

  @Test
  void anArchitectureForGreyImagesTakesOneMean() {
    String grey =
        VALID
            .replace("vit_tiny_patch16_224", "vit_mini_patch4_28_gray")
            .replace(
                "resize=\"256\" crop=\"224\" mean=\"0.5 0.4 0.3\" std=\"0.1 0.2 0.3\"",
                "resize=\"28\" crop=\"28\" mean=\"0.5\" std=\"0.25\"");

    assertThat(read(grey).dataset().transform())
        .isEqualTo(new TransformSpec(28, 28, List.of(0.5f), List.of(0.25f)));
  }

  @Test
  void aNamedLoraElementNamesItsTrialsAndIsMeantByItsName() {
    Experiment experiment =
        read(
            with(
                "<linearProbe/>",
                "<linearProbe/><lora name=\"attention\" ranks=\"2\" targets=\"qkv\"/>"));

    assertThat(experiment.trials()).extracting(Trial::id).contains("attention-r2-seed1");
  }

  /** Whatever a part is called, the recipe is the same, and so is its fingerprint. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "query value",
        "q_proj v_proj",
        "attn.q attn.v",
        "attn.query attention.value",
        "attention.attention.query attention.attention.value"
      })
  void partsOfTheJointLayerHaveOneNameInResults(String targets) {
    Experiment experiment =
        read(
            with(
                "targets=\"attn.qkv mlp.fc2\"",
                "targets=\"" + targets + "\" targetRanks=\"q_proj=2\""));

    assertThat(experiment.regimes())
        .contains(
            new Regime.Lora("lora", 8, 16, List.of("attn.q", "attn.v"), 0.25)
                .with(
                    LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                        .targetRanks(List.of(new TargetRank("attn.q", 2)))
                        .build()));
    assertThat(experiment.trials().get(4).json())
        .contains("attn.q", "attn.v")
        .doesNotContain("_proj");
  }

  @Test
  void modulesThatAreTrainedWholeAreRead() {
    Experiment experiment =
        read(with("dropout=\"0.25\"", "dropout=\"0.25\" alsoTrain=\"norm1 blocks.11\""));

    assertThat(experiment.regimes())
        .contains(
            new Regime.Lora("lora", 8, 16, List.of("attn.qkv", "mlp.fc2"), 0.25)
                .with(
                    LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                        .alsoTrain(List.of("norm1", "blocks.11"))
                        .build()));
  }

  @Test
  void everyOptionOfLoraIsRead() {
    Experiment experiment =
        read(
            with(
                "targets=\"attn.qkv mlp.fc2\"",
                """
                targetPattern=".*attn.*" blocks="0 6-11" targetRanks="proj=2 blocks.7.attn.qkv=3"
                bias="lora" scaling="rslora" loraPlusRatio="16" variant="biased" initialisation="pissa"\
                """));

    assertThat(experiment.regimes())
        .contains(
            new Regime.Lora("lora", 8, 16, List.of(), 0.25)
                .with(
                    LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                        .targetPattern(Optional.of(".*attn.*"))
                        .blocks(List.of(new BlockRange(0, 0), new BlockRange(6, 11)))
                        .targetRanks(
                            List.of(
                                new TargetRank("proj", 2), new TargetRank("blocks.7.attn.qkv", 3)))
                        .bias(TrainedBiases.LORA)
                        .scaling(LoraScaling.RSLORA)
                        .loraPlusRatio(16)
                        .variant(LoraVariant.BIASED)
                        .initialisation(LoraInitialisation.PISSA)
                        .build()));
  }

  @Test
  void furtherRegimesTakeALineEach() {
    Experiment experiment =
        read(
            with(
                    "<linearProbe/>",
                    """
                <linearProbe/><bitFit learningRate="1e-3"/><layerNormTuning/><fromScratch epochs="9"/>
                <lastBlocks count="1"/><lastBlocks name="upper" count="6"/>
                <nearestMean/><nearestNeighbours k="5"/><linearProbe fit="optimal"/>
                """)
                .replace("regime=\"lora\" rank=\"8\"", "regime=\"linearProbeOptimal\""));

    assertThat(experiment.trials())
        .extracting(Trial::id)
        .contains(
            "bitfit-seed1",
            "layer-norm-seed1",
            "from-scratch-seed1",
            "last-blocks-1-seed1",
            "upper-6-seed2",
            "nearest-mean-seed2",
            "linear-probe-optimal-seed1",
            "nearest-neighbours-k5-seed1");
    assertThat(experiment.training(new Regime.BitFit()).learningRate()).isEqualTo(1e-3);
    assertThat(experiment.expectations())
        .extracting(Expectation::regime)
        .contains("linearProbeOptimal");
    assertThat(experiment.trials())
        .allSatisfy(
            trial ->
                assertThat(trial.model().checkpoint().isEmpty())
                    .as(trial.id())
                    .isEqualTo(trial.regime() instanceof Regime.FromScratch));
  }

  @ParameterizedTest
  @CsvSource({
    "atLeast='0.85',AtLeast[value=0.85]",
    "atMost='1e3',AtMost[value=1000.0]",
    "atLeastFraction='2' of='linearProbe',"
        + "'AtLeastFraction[value=2.0, of=Reference[regime=linearProbe, rank=Optional.empty]]'",
    "atMostFraction='.5' of='lora' ofRank='1',"
        + "'AtMostFraction[value=0.5, of=Reference[regime=lora, rank=Optional[1]]]'",
  })
  void readsEveryBound(String attributes, String bound) {
    String xml = with("within=\"0.03\" of=\"fullFineTuning\"", attributes.replace('\'', '"'));
    assertThat(read(xml).expectations().get(0).bound()).hasToString(bound);
  }

  @Test
  void propertiesStandForPartsOfAttributeValues() {
    String xml = with("epochs=\"5\"", "epochs=\"${epochs}\"");
    xml = xml.replace("https://example.org/dogs.tgz", "https://${host}/${path}.tgz");
    xml = xml.replace("train=\"train\"", "train=\"${train}\"");

    Experiment experiment =
        read(
            xml, Map.of("epochs", "7", "host", "dogs.net", "path", "a/b", "train", "$1 ${epochs}"));

    assertThat(experiment.training().epochs()).isEqualTo(7);
    assertThat(experiment.dataset().origin())
        .isEqualTo(new DatasetOrigin.Archive("https://dogs.net/a/b.tgz", Optional.empty()));
    assertThat(experiment.dataset().train()).isEqualTo("$1 ${epochs}");
  }

  @Test
  void spaceAroundAValueDoesNotCount() {
    String spaced =
        VALID
            .replace("Two breeds.", "\n  Two\n  breeds. ")
            .replaceAll("=\"([a-zA-Z0-9][^\"]*)\"", "=\" $1\t\"");
    assertThat(spaced).contains("metric=\" testAccuracy\t\"").contains("=\" adam\t\"");
    assertThat(read(spaced.replaceAll("(version|encoding|xmlns)=\" ([^\"]*)\t\"", "$1=\"$2\"")))
        .isEqualTo(read(VALID));
  }

  @Test
  void relativePathsStartAtTheDescriptorsFolder(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("dogs.xml");
    Files.writeString(
        file,
        with("https://example.org/dogs.tgz", "data/dogs.tgz")
            .replace("hf:timm/vit_tiny/model.safetensors", "file:../my%20weights.safetensors"));

    Experiment experiment = ExperimentReader.read(file, name -> Optional.empty());

    assertThat(experiment.dataset().origin())
        .isEqualTo(
            new DatasetOrigin.Archive(
                folder.resolve("data/dogs.tgz").toUri().toString(), Optional.empty()));
    assertThat(experiment.model().weights())
        .isEqualTo(folder.resolveSibling("my weights.safetensors").toUri().toString());
  }

  @Test
  void aDirectoryBecomesAnAbsolutePath() {
    assertThat(
            read(with("archive=\"https://example.org/dogs.tgz\"", "directory=\"../dogs\""))
                .dataset()
                .origin())
        .isEqualTo(
            new DatasetOrigin.Directory(Path.of("dogs").toAbsolutePath().normalize().toString()));
  }

  @Test
  void aChecksumIsLowerCase() {
    String sha256 = "AB".repeat(32);
    assertThat(read(with("train=\"train\"", "sha256=\"" + sha256 + "\"")).dataset().origin())
        .isEqualTo(
            new DatasetOrigin.Archive(
                "https://example.org/dogs.tgz", Optional.of("ab".repeat(32))));
  }

  @Test
  void anyEncodingThatXmlKnowsIsRead() {
    String xml = with("UTF-8", "UTF-16").replace("Two breeds.", "Zwölf Hündchen");
    assertThat(read(xml.getBytes(StandardCharsets.UTF_16), Map.of()).description())
        .isEqualTo("Zwölf Hündchen");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(
            () -> ExperimentReader.read(Path.of("no/such.xml"), name -> Optional.empty()))
        .isInstanceOf(DescriptorException.class)
        .hasMessage(Path.of("no/such.xml") + ": there is no such file");
  }

  @Test
  void aStreamThatFailsIsARefusal() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk on fire");
          }
        };
    assertThatThrownBy(
            () -> ExperimentReader.read(broken, "built-in", Path.of(""), name -> Optional.empty()))
        .isInstanceOf(DescriptorException.class)
        .hasMessage("built-in: it cannot be read: disk on fire");
  }
}
