package io.github.vitlora.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.checkpoint.TensorType;
import io.github.vitlora.checkpoint.WeightNames;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.model.Tensors;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.LoraInitialisation;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.LoraOptionsBuilder;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.ExportSummary;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.train.SavedTrial;
import io.github.vitlora.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TrialExportTest {
  private static final Regime PISSA =
      new Regime.Lora("lora", 2, 2, List.of("attn.qkv", "mlp.fc1"), 0)
          .with(
              LoraOptionsBuilder.builder(LoraOptions.PLAIN)
                  .initialisation(LoraInitialisation.PISSA)
                  .build());

  @TempDir Path folder;
  private final NDManager manager = NDManager.newBaseManager();
  private SmokeTrials trials;

  @BeforeEach
  void draw() throws IOException {
    trials = SmokeTrials.in(folder);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void leavesEverythingInItsPlace() throws IOException {
    Path output = folder.resolve("exported");

    ExportSummary summary = export(output, LogitDistance.TOLERANCE);

    assertThat(names(output))
        .containsExactly("README.md", "adapter", "export.json", "merged", "model.pt");
    assertThat(summary.largestDifference()).isLessThan(1e-5);
  }

  /** No rounding is small enough for a negative tolerance. */
  @Test
  void aMergedNetworkThatIsNotTheTrainedOneIsNotLeft() throws IOException {
    Path output = folder.resolve("exported");
    assertThatThrownBy(() -> export(output, -1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the merged network is not the trained one: on image ");
    assertThat(names(output)).isEmpty();

    export(output, LogitDistance.TOLERANCE);
    Files.writeString(output.resolve("README.md"), "as it was");
    assertThatThrownBy(() -> export(output, -1)).isInstanceOf(IOException.class);

    assertThat(names(output))
        .containsExactly("README.md", "adapter", "export.json", "merged", "model.pt");
    assertThat(output.resolve("README.md")).hasContent("as it was");
  }

  /** As anybody reads it who has DJL and nothing of vitlora's. */
  @Test
  void theTorchScriptFileGivesTheSameLogitsForAnyNumberOfImages() throws Exception {
    Path output = folder.resolve("exported");
    export(output, LogitDistance.TOLERANCE);
    try (SafetensorsFile merged = SafetensorsFile.open(output.resolve("merged/model.safetensors"));
        TunableModel network =
            TunableModel.whole(
                manager, Architecture.named(SmokeTrials.ARCHITECTURE).orElseThrow(), merged);
        Model script = Model.newInstance("model", "PyTorch")) {
      script.load(output, "model");
      for (int images = 1; images < 4; images++) {
        NDArray pixels = manager.randomNormal(new Shape(images, 3, 32, 32));
        NDList logits =
            script
                .getBlock()
                .forward(new ParameterStore(manager, false), new NDList(pixels), false);

        assertThat(logits.singletonOrThrow().getShape()).isEqualTo(new Shape(images, 3));
        assertThat(logits.singletonOrThrow().toFloatArray())
            .containsExactly(network.network().logits(pixels, false).toFloatArray(), within(1e-5f));
      }
    }
  }

  /** A nearest class mean is a head like any other; neighbours are no network. */
  @Test
  void aHeadThatWasNotTrainedIsExportedToo() throws IOException {
    Path output = folder.resolve("exported");

    export(new Regime.NearestMean(), output, LogitDistance.TOLERANCE);

    assertThat(names(output)).containsExactly("README.md", "export.json", "merged", "model.pt");
    assertThat(output.resolve("README.md"))
        .content()
        .contains("without optimizer steps")
        .doesNotContain("learningRate");
    SavedTrial votes = saved(new Regime.NearestNeighbours(5));
    assertThatThrownBy(() -> TrialExport.write(votes, null, false, output))
        .hasMessageStartingWith(votes.weights() + ": these are features of training images");
  }

  /** Queries, keys and values are three layers there; of the code that loads it none is timm's. */
  @Test
  void overACheckpointOfTransformersTheAdapterHasItsModules() throws IOException {
    Path output = folder.resolve("exported");
    Path renamed = folder.resolve("renamed.safetensors");
    renameAsTransformersDoes(trials.checkpoint(), renamed);
    Regime queriesAndValues = new Regime.Lora("lora", 2, 2, List.of("query", "value"), 0);

    export(saved(queriesAndValues, renamed), output, LogitDistance.TOLERANCE);

    assertThat(output.resolve("adapter/adapter_config.json"))
        .content()
        .contains("attention\\\\.q_proj|attention\\\\.v_proj", "ViTForImageClassification");
    assertThat(output.resolve("README.md"))
        .content()
        .contains(
            "from transformers import ViTConfig, ViTForImageClassification",
            "image_size=32, patch_size=8, num_channels=3, hidden_size=32, num_hidden_layers=2,",
            "num_attention_heads=2, intermediate_size=64, layer_norm_eps=1e-6, num_labels=3,",
            "model = PeftModel.from_pretrained(base, \"adapter\").eval()")
        .doesNotContain("base.load_state_dict");
  }

  private void renameAsTransformersDoes(Path timm, Path renamed) throws IOException {
    Path example =
        Path.of(
            TrialExportTest.class
                .getResource("/io/github/vitlora/model/transformers_vit.safetensors")
                .getPath());
    SafetensorsWriter writer = new SafetensorsWriter(TensorType.F32);
    try (SafetensorsFile names = SafetensorsFile.open(example);
        SafetensorsFile file = SafetensorsFile.open(timm)) {
      for (String weight : file.names()) {
        NDArray values = manager.create(new Shape(file.shape(weight)));
        Tensors.read(file, weight, values);
        List<String> parts = WeightNames.of(names).parts(weight);
        NDList pieces = values.split(parts.size());
        for (int i = 0; i < parts.size(); i++) {
          Tensors.write(writer, parts.get(i), pieces.get(i).duplicate());
        }
      }
      writer.write(renamed);
    }
  }

  @Test
  void theWorstImageIsNamed() {
    NDArray one = manager.create(new float[] {1, 2, 3, -50, 5, 6}, new Shape(3, 2));
    NDArray close = manager.create(new float[] {1, 2, 3, -50.0004f, 5, 6}, new Shape(3, 2));
    NDArray far = manager.create(new float[] {1, 2, 3, -50, 5.001f, 6}, new Shape(3, 2));
    NDArray none = manager.create(new float[] {1, Float.NaN, 3, -50, 5, 6}, new Shape(3, 2));

    assertThat(LogitDistance.between(one, close))
        .satisfies(distance -> distance.requireSmall(LogitDistance.TOLERANCE, "other"));
    assertThatThrownBy(
            () -> LogitDistance.between(one, far).requireSmall(LogitDistance.TOLERANCE, "other"))
        .hasMessageContaining("on image 3 of the 3")
        .hasMessageContaining("5.0e-04");
    assertThatThrownBy(
            () -> LogitDistance.between(one, none).requireSmall(LogitDistance.TOLERANCE, "other"))
        .hasMessageContaining("on image 1 of the 3");
  }

  private ExportSummary export(Path output, double tolerance) throws IOException {
    return export(PISSA, output, tolerance);
  }

  private SavedTrial saved(Regime regime) {
    return saved(regime, trials.checkpoint());
  }

  private SavedTrial saved(Regime regime, Path checkpoint) {
    Trial trial = trials.of(regime, 1);
    return new SavedTrial(
        trial,
        TrialResult.of(trial, List.of()).build(),
        List.of("a", "b", "c"),
        Optional.of(checkpoint),
        folder.resolve("kept.safetensors"));
  }

  private ExportSummary export(Regime regime, Path output, double tolerance) throws IOException {
    return export(saved(regime), output, tolerance);
  }

  private ExportSummary export(SavedTrial exported, Path output, double tolerance)
      throws IOException {
    Trial trial = exported.trial();
    try (TunableModel model =
        TunableModel.untrained(
            manager,
            Architecture.named(trial.model().architecture()).orElseThrow(),
            3,
            trial.regime(),
            new RandomStreams(1),
            exported.pretrained())) {
      model.trainable().values().forEach(this::disturb);
      model.save(exported.weights());
    }
    try (TrainedModel trained = TrainedModel.load(manager, exported)) {
      return TrialExport.write(exported, trained, true, output, tolerance);
    }
  }

  private void disturb(NDArray array) {
    array.addi(manager.randomNormal(0f, 0.1f, array.getShape(), array.getDataType()));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
