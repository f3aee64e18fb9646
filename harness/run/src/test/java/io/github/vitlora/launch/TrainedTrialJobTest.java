package io.github.vitlora.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.result.ExportSummary;
import io.github.vitlora.result.ImagePrediction;
import io.github.vitlora.result.Predictions;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.testing.SmokeWorkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with a trial that was trained. */
@Tag("slow")
class TrainedTrialJobTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private SmokeTrials trials;

  @BeforeEach
  void draw() throws IOException {
    trials = SmokeTrials.in(folder);
  }

  @Test
  void aTrainedTrialIsExportedAndAsked() throws Exception {
    Trial trial = trials.of(SmokeTrials.LORA, 1, 3e-2);
    TrialFolder files = new TrialFolder(folder.resolve(trial.id()));
    TrialResult result = train(trial, files);
    Path output = folder.resolve("exported");

    ExportSummary summary = workers().export(files, true, output);

    assertThat(summary.adapter()).contains("adapter");
    assertThat(summary.largestLogit()).isPositive();
    assertThat(summary.largestDifference()).isLessThan(1e-5);
    assertThat(output.resolve("adapter/adapter_config.json")).exists();
    assertThat(summary.torchScript()).contains("model.pt");
    assertThat(output.resolve("README.md"))
        .content()
        .startsWith("---\n")
        .contains("trial `lora-r4-seed1` of the experiment `smoke`")
        .contains("`disc`, `square`, `stripe`")
        .doesNotContain(folder.toString());
    JsonNode timm = JSON.readTree(output.resolve("merged/config.json").toFile());
    assertThat(timm.path("label_names"))
        .isEqualTo(JSON.valueToTree(List.of("disc", "square", "stripe")));
    assertThat(timm.path("model_args").path("embed_dim").asInt()).isEqualTo(32);
    try (SafetensorsFile merged = SafetensorsFile.open(output.resolve("merged/model.safetensors"));
        SafetensorsFile backbone = SafetensorsFile.open(trials.checkpoint())) {
      assertThat(merged.names()).isEqualTo(backbone.names());
      // Two of the four dense layers are adapted, and have moved.
      assertThat(merged.floats("blocks.0.attn.qkv.weight"))
          .isNotEqualTo(backbone.floats("blocks.0.attn.qkv.weight"));
      assertThat(merged.floats("blocks.0.attn.proj.weight"))
          .isEqualTo(backbone.floats("blocks.0.attn.proj.weight"));
    }

    List<Path> images = new ArrayList<>();
    try (Stream<Path> all = Files.walk(trials.images().resolve("val"))) {
      all.filter(Files::isRegularFile).sorted().forEach(images::add);
    }
    Path broken = Files.writeString(folder.resolve("no image.png"), "no image");
    images.add(broken);

    Predictions said = workers().predict(files, images, 2, output);

    assertThat(said.trial()).isEqualTo(trial.id());
    assertThat(said.images()).hasSize(images.size());
    List<ImagePrediction> read = said.images().subList(0, images.size() - 1);
    assertThat(read).allSatisfy(image -> assertThat(image.classes()).hasSize(2));
    // The trial's own test images, by the same network: the same share of them is right.
    long right =
        read.stream()
            .filter(
                image -> Path.of(image.image()).getParent().endsWith(image.classes().get(0).name()))
            .count();
    assertThat((double) right / read.size()).isEqualTo(result.test().orElseThrow().accuracy());
    ImagePrediction last = said.images().get(images.size() - 1);
    assertThat(last.classes()).isEmpty();
    assertThat(last.fault()).get().asString().contains("no image.png");
    assertThat(output.resolve("predictions.csv"))
        .content()
        .startsWith("image,place,class,label,probability,fault\r\n");
  }

  @Test
  void weightsThatTheTrialDidNotLeaveAreRefused() throws Exception {
    Trial trial = trials.of(new Regime.LinearProbe(), 1);
    TrialFolder files = new TrialFolder(folder.resolve(trial.id()));
    train(trial, files);
    Files.write(files.weights(), new byte[] {0}, StandardOpenOption.APPEND);

    assertThatThrownBy(() -> workers().export(files, false, folder.resolve("exported")))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("weights.safetensors")
        .hasMessageContaining("the trial left others");
  }

  private TrialResult train(Trial trial, TrialFolder files)
      throws IOException, InterruptedException {
    return workers().train(trial, files, event -> {});
  }

  private Workers workers() {
    return new Workers(SmokeWorkers.settings(folder.resolve("cache")));
  }
}
