package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.descriptor.ExperimentReader;
import io.github.vitlora.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class PretrainingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"fashion-mnist-rotation", "fractals"})
  void theDescriptorsOfPretrainingMakeOneBackbone(String name) throws IOException {
    Pretraining pretraining = Pretraining.of(shown(name));
    Path trained = folder.resolve(name).resolve("full-seed1/weights.safetensors");
    Files.createDirectories(trained.getParent());
    Files.writeString(trained, "the network");

    pretraining.publish(folder, folder.resolve("new/backbone.safetensors"));

    assertThat(folder.resolve("new")).isDirectoryContaining("glob:**backbone.safetensors");
    assertThat(folder.resolve("new/backbone.safetensors")).hasContent("the network");
  }

  @Test
  void whatStartsFromABackboneMakesNone() {
    assertThatThrownBy(() -> Pretraining.of(shown("quickstart")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pretraining starts from weights=\"random\"");
  }

  private static Experiment shown(String name) {
    return ExperimentReader.read(
        Path.of("../../experiments/" + name + ".xml"), property -> Optional.empty());
  }
}
