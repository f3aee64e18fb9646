package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.BuiltinDataset;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.source.NeededSource;
import io.github.vitlora.source.NetworkAccess;
import io.github.vitlora.source.SourceException;
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

/** What an experiment needs, without a network. */
class SourceSupplyTest {

  @TempDir private Path folder;

  private SourceSupply supply() {
    return new SourceSupply(
        new Sources(new SourceSettings(folder.resolve("cache"), Optional.empty(), true)));
  }

  private static Experiment experiment(String weights, DatasetOrigin origin) {
    return new Experiment(
        "dogs",
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
        List.of(),
        Optional.empty());
  }

  @Test
  void allThatIsMissingIsToldAtOnce() {
    Experiment experiment =
        experiment(
            "hf:owner/repo@v1/model.safetensors",
            new DatasetOrigin.HeldOut(
                new DatasetOrigin.Archive("https://example.org/dogs.tgz", Optional.empty()), 0.2));

    assertThatThrownBy(() -> supply().require(experiment))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("Experiment 'dogs' lacks 2 things:")
        .hasMessageContaining("'hf:owner/repo@v1/model.safetensors' is not in the cache")
        .hasMessageContaining("'https://example.org/dogs.tgz' is not in the cache")
        .hasMessageEndingWith(
            "With a network, mvn vitlora:fetch -Dvitlora.experiment=dogs brings here what can be"
                + " fetched");
  }

  @Test
  void aFolderIsThereOrCannotBeFetched() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    DatasetOrigin there =
        new DatasetOrigin.Rotations(new DatasetOrigin.Directory(images.toString()));
    DatasetOrigin gone = new DatasetOrigin.Directory(folder.resolve("gone").toString());

    assertThat(supply().missing(experiment("random", there))).isEmpty();
    assertThat(supply().missing(experiment("random", gone)))
        .singleElement()
        .asString()
        .contains(folder.resolve("gone").toString(), "which nothing fetches");
  }

  @Test
  void whatShipsWithVitloraIsAlwaysThere() throws IOException {
    Experiment experiment =
        experiment(
            "classpath:io/github/vitlora/model/vit_mini_patch4_28_gray.rotation.safetensors",
            new DatasetOrigin.Builtin(BuiltinDataset.FASHION_MNIST_3000.name()));

    assertThat(experiment.sources())
        .extracting(NeededSource::form)
        .containsExactly(NeededSource.Form.CHECKPOINT, NeededSource.Form.ARCHIVE);
    assertThat(supply().missing(experiment)).isEmpty();
    SourceSupply.Supplied archive = supply().bring(experiment.sources().get(1));
    assertThat(archive.fetched()).isFalse();
    assertThat(archive.sha256()).contains(BuiltinDataset.FASHION_MNIST_3000.sha256());
    assertThat(archive.bytes()).hasValue(Files.size(archive.place()));
  }

  @Test
  void fractalsAndRandomWeightsNeedNothing() {
    assertThat(experiment("random", new DatasetOrigin.Fractals(10)).sources()).isEmpty();
  }

  @Test
  void artifactsBecomeFiles() throws IOException {
    Path weights = Files.createFile(folder.resolve("g-weights-1-safetensors"));
    Path images = Files.createFile(folder.resolve("g-images-1-tgz"));

    assertThat(
            withoutArtifacts(
                experiment(
                    "maven:g:weights:1:safetensors",
                    new DatasetOrigin.Archive("MAVEN:g:images:1:tgz", Optional.empty()))))
        .isEqualTo(
            experiment(
                weights.toUri().toString(),
                new DatasetOrigin.Archive(images.toUri().toString(), Optional.empty())));
  }

  @Test
  void anArchiveOfIdxFilesMayBeAnArtifactToo() throws IOException {
    Path images = Files.createFile(folder.resolve("g-mnist-1-zip"));
    DatasetOrigin artifact = new DatasetOrigin.Idx("maven:g:mnist:1:zip", Optional.empty());
    DatasetOrigin file = new DatasetOrigin.Idx(images.toUri().toString(), Optional.empty());

    assertThat(withoutArtifacts(experiment("random", artifact)))
        .isEqualTo(experiment("random", file));
    assertThat(
            withoutArtifacts(
                experiment(
                    "random",
                    new DatasetOrigin.Rotations(new DatasetOrigin.HeldOut(artifact, 0.2)))))
        .as("of images that others are made of")
        .isEqualTo(
            experiment(
                "random", new DatasetOrigin.Rotations(new DatasetOrigin.HeldOut(file, 0.2))));
  }

  @Test
  void whatIsNoArtifactStaysAsItIs() {
    Experiment given = experiment("hf:o/r/f", new DatasetOrigin.Directory("images"));
    assertThat(withoutArtifacts(given)).isEqualTo(given);
  }

  private Experiment withoutArtifacts(Experiment experiment) {
    return new SourceSupply(
            new Sources(
                new SourceSettings(folder, Optional.empty(), true),
                Optional.of(coordinates -> folder.resolve(coordinates.replace(':', '-'))),
                TransferListener.NONE,
                NetworkAccess.ofThisProcess()))
        .withoutArtifacts(experiment);
  }
}
