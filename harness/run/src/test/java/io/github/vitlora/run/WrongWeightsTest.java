package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.checkpoint.TensorType;
import io.github.vitlora.descriptor.ExperimentReader;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.io.Digests;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.WeightSpec;
import io.github.vitlora.source.SourceException;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.SilentListener;
import io.github.vitlora.testing.SmokeWorkers;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that no trial can start from: told before the first one, and by none of them. */
class WrongWeightsTest {
  private static final String ARCHITECTURE = "vit_smoke_patch8_32";

  @TempDir Path folder;

  private Sources sources() {
    return new Sources(new SourceSettings(folder.resolve("cache"), Optional.empty(), true));
  }

  private Experiment experiment() throws IOException {
    Path descriptor = folder.resolve("x.xml");
    Files.writeString(
        descriptor,
        """
        <experiment xmlns="urn:vitlora:experiment:1" name="wrong">
          <model architecture="%s" weights="m.safetensors"/>
          <dataset builtin="fashion-mnist-3000">
            <transform resize="32" crop="32" mean="0.5 0.5 0.5" std="0.5 0.5 0.5"/>
          </dataset>
          <training epochs="1" batchSize="4" learningRate="1e-3"/>
          <regimes><linearProbe/><fullFineTuning/></regimes>
        </experiment>
        """
            .formatted(ARCHITECTURE));
    return ExperimentReader.read(descriptor, property -> Optional.empty());
  }

  /** Weights of the network under other names, and one more tensor. */
  private void write(String prefix, String more) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(TensorType.F32);
    for (WeightSpec weight : Architecture.named(ARCHITECTURE).orElseThrow().weights(5)) {
      writer.tensor(
          prefix + weight.name(),
          weight.shape().stream().mapToLong(Integer::longValue).toArray(),
          () -> FloatBuffer.allocate((int) weight.size()));
    }
    writer
        .tensor(more, new long[] {1}, () -> FloatBuffer.allocate(1))
        .write(folder.resolve("m.safetensors"));
  }

  private AbstractThrowableAssert<?, ?> running() throws IOException {
    Experiment experiment = experiment();
    ExperimentRun run =
        new ExperimentRun(
            SmokeWorkers.doing(
                job -> {
                  throw new AssertionError("a trial has begun: " + job);
                }),
            sources(),
            folder.resolve("work"),
            new SilentListener());
    return assertThatThrownBy(() -> run.train(experiment, TrialSelection.ALL))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("The weights 'file:///")
        .hasMessageContaining(folder.resolve("m.safetensors") + ": ");
  }

  @Test
  void aPointerOfGitLfsIsNamedBeforeAnythingTrains() throws IOException {
    Files.writeString(
        folder.resolve("m.safetensors"),
        "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 22885408\n"
            .formatted("a".repeat(64)));

    running().hasMessageContaining("is a Git LFS pointer").hasMessageContaining("git lfs pull");
    assertThat(new SourceSupply(sources()).missing(experiment()))
        .as("what vitlora:fetch tells")
        .singleElement()
        .asString()
        .contains("is a Git LFS pointer");
  }

  @Test
  void aPageIsNamedBeforeAnythingTrains() throws IOException {
    Files.writeString(
        folder.resolve("m.safetensors"), "<!DOCTYPE html><html><head>" + "x".repeat(3000));

    running().hasMessageContaining("is an HTML page").hasMessageContaining("/resolve/");
  }

  /** As a proxy's page of log-in is kept under the address of the weights. */
  @Test
  void aPageThatWasFetchedIsToBeDeleted() throws IOException {
    String source = "https://example.org/m.safetensors";
    Path kept = fetched(source, "<html>");

    assertThatThrownBy(
            () ->
                new SourceSupply(sources())
                    .checkWeights(new ModelSpec(ARCHITECTURE, source, Optional.empty())))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(kept + ": is an HTML page")
        .hasMessageEndingWith(". Delete it, to have it fetched again");
  }

  /** A file as the cache keeps it. */
  private Path fetched(String source, String content) throws IOException {
    String key = Digests.ofText(source).substring(0, 32);
    Path file = folder.resolve("cache/files").resolve(key).resolve("m.safetensors");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  @Test
  void weightsThatDoNotFitAreToldBeforeAnythingTrains() throws IOException {
    write("", "blocks.0.ls1.gamma");

    running()
        .hasMessageContaining("does not fit the network (1)")
        .hasMessageContaining("surplus blocks.0.ls1.gamma (1)");
  }

  @Test
  void aPrefixThatIsTakenOffIsSaid() throws IOException {
    write("model.", "head.bias");

    assertThat(new SourceSupply(sources()).checkWeights(experiment().model()))
        .containsExactly(
            "The names of the network's weights in %s begin with \"model.\", which is taken off"
                .formatted(folder.resolve("m.safetensors")));
  }

  @Test
  void ordinaryWeightsAreNothingToSpeakOf() throws IOException {
    write("", "head.other");

    assertThat(new SourceSupply(sources()).checkWeights(experiment().model())).isEmpty();
  }

  @Test
  void validationLooksAtWeightsThatAreHereAlone() throws IOException {
    SourceSupply supply = new SourceSupply(sources());
    assertThat(supply.checkWeightsThatAreHere(experiment().model())).isEmpty();

    Files.writeString(folder.resolve("m.safetensors"), "<html>");

    assertThatThrownBy(() -> supply.checkWeightsThatAreHere(experiment().model()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("is an HTML page");
  }
}
