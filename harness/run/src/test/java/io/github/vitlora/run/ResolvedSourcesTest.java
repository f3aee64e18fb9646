package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.source.TransferListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvedSourcesTest {
  private static final Optional<String> NONE = Optional.empty();

  @TempDir private Path repository;

  @Test
  void artifactsBecomeFiles() throws IOException {
    Path weights = Files.createFile(repository.resolve("g-weights-1-safetensors"));
    Path images = Files.createFile(repository.resolve("g-images-1-tgz"));

    Experiment resolved =
        resolve(
            experiment(
                "maven:g:weights:1:safetensors",
                new DatasetOrigin.Archive("MAVEN:g:images:1:tgz", Optional.empty())));

    assertThat(resolved)
        .isEqualTo(
            experiment(
                weights.toUri().toString(),
                new DatasetOrigin.Archive(images.toUri().toString(), Optional.empty())));
  }

  @Test
  void anArchiveOfIdxFilesMayBeAnArtifactToo() throws IOException {
    Path images = Files.createFile(repository.resolve("g-mnist-1-zip"));

    assertThat(resolve(experiment("random", new DatasetOrigin.Idx("maven:g:mnist:1:zip", NONE))))
        .isEqualTo(experiment("random", new DatasetOrigin.Idx(images.toUri().toString(), NONE)));
  }

  @Test
  void everythingElseStaysAsItIs() {
    Experiment given = experiment("hf:o/r/f", new DatasetOrigin.Directory("images"));
    assertThat(resolve(given)).isEqualTo(given);
  }

  private Experiment resolve(Experiment experiment) {
    Sources sources =
        new Sources(
            new SourceSettings(repository, Optional.empty(), true),
            Optional.of(coordinates -> repository.resolve(coordinates.replace(':', '-'))),
            TransferListener.NONE);
    return new ResolvedSources(sources).of(experiment);
  }

  private static Experiment experiment(String weights, DatasetOrigin origin) {
    return new Experiment(
        "e",
        "",
        new ModelSpec("vit_tiny_patch16_224", weights, Optional.empty()),
        new DatasetSpec(
            origin,
            "train",
            "val",
            0.1,
            DatasetSpec.Limit.NONE,
            new TransformSpec(224, 224, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
            Optional.of(10)),
        TrainingSpec.adam(1, 16, 8, 1e-3),
        List.of(1L),
        List.of(new Regime.FullFineTuning()),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
