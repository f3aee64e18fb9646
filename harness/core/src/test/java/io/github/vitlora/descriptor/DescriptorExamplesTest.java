package io.github.vitlora.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.ParameterCount;
import io.github.vitlora.regime.Regime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every descriptor that people are given to copy. */
class DescriptorExamplesTest {

  private static final Path EXPERIMENTS = Path.of("..", "..", "experiments");

  private static final List<String> ALL_LAYERS =
      List.of("attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXPERIMENTS)) {
      return files.filter(f -> f.toString().endsWith(".xml")).sorted().toList();
    }
  }

  private static Experiment read(Path file) {
    // A property names a folder of the reader's.
    return ExperimentReader.read(file, name -> Optional.of("folder-of-" + name));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isInOrderAndBearsItsFilesName(Path file) {
    Experiment experiment = read(file);

    assertThat(file.getFileName()).hasToString(experiment.name() + ".xml");
    assertThat(experiment.trials()).extracting(Trial::id).isNotEmpty().doesNotHaveDuplicates();
    assertThat(experiment.description()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void expectsOfParameterCountsOnlyWhatTheDimensionsAllow(Path file) {
    Experiment experiment = read(file);
    for (Expectation expectation : experiment.expectations()) {
      if (expectation.metric() == Metric.TRAINABLE_PARAMETERS
          && expectation.bound() instanceof Expectation.AtMostFraction bound) {
        Regime reference =
            experiment.regimes().stream().filter(bound.of()::selects).findFirst().orElseThrow();
        assertThat(experiment.regimes().stream().filter(expectation::selects).toList())
            .isNotEmpty()
            .allSatisfy(
                regime ->
                    assertThat((double) trainable(experiment, regime))
                        .isLessThanOrEqualTo(bound.value() * trainable(experiment, reference)));
      }
    }
  }

  private static long trainable(Experiment experiment, Regime regime) {
    Architecture architecture = Architecture.named(experiment.model().architecture()).orElseThrow();
    return ParameterCount.of(architecture, regime, experiment.dataset().classes().orElse(10))
        .trainable();
  }

  /** Written out of the dimensions, and not by the code that counts. */
  @ParameterizedTest
  @MethodSource("examples")
  void hasTheParameterCountsThatFollowFromTheDimensions(Path file) {
    Experiment experiment = read(file);
    Architecture a = Architecture.named(experiment.model().architecture()).orElseThrow();
    long c = a.width();
    long m = a.mlpWidth();
    long head = (c + 1) * experiment.dataset().classes().orElse(10);
    long patches = c * a.channels() * a.patchSize() * a.patchSize() + c;
    long block = 2 * 2 * c + (c + 1) * 3 * c + (c + 1) * c + (c + 1) * m + (m + 1) * c;
    for (Regime regime : experiment.regimes()) {
      if (regime instanceof Regime.FullFineTuning) {
        long tokens = c + a.tokens() * c;
        assertThat(trainable(experiment, regime))
            .isEqualTo(tokens + patches + a.depth() * block + 2 * c + head);
      } else if (regime instanceof Regime.LinearProbe) {
        assertThat(trainable(experiment, regime)).isEqualTo(head);
      } else if (regime instanceof Regime.Lora lora
          && lora.targets().equals(ALL_LAYERS)
          && lora.options().equals(LoraOptions.PLAIN)) {
        long perRank = a.depth() * ((c + 3 * c) + (c + c) + (c + m) + (m + c));
        assertThat(trainable(experiment, regime)).isEqualTo(lora.rank() * perRank + head);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void pinsItsArchiveByAChecksumWhereOneIsKnown(Path file) {
    if (read(file).dataset().origin() instanceof DatasetOrigin.Archive archive) {
      assertThat(archive.sha256().isPresent()).isEqualTo(!file.endsWith("imagewoof-full.xml"));
    }
  }

  @Test
  void theCatalogueHasEveryPretrainedArchitecture() throws IOException {
    Set<String> used = new HashSet<>();
    for (Path file : examples()) {
      used.add(read(file).model().architecture());
    }
    assertThat(used)
        .containsAll(Architecture.names().stream().filter(n -> n.endsWith("_224")).toList());
  }

  @Test
  void theSmallComparisonRunsTenRegimes() {
    assertThat(read(EXPERIMENTS.resolve("imagewoof-mini.xml")).trials())
        .extracting(Trial::id)
        .containsExactly(
            "full-seed1",
            "linear-probe-seed1",
            "bitfit-seed1",
            "layer-norm-seed1",
            "last-blocks-2-seed1",
            "lora-r1-seed1",
            "lora-r4-seed1",
            "lora-r16-seed1",
            "lora-177k-r12-seed1",
            "pissa-r4-seed1");
  }

  @Test
  void theFullComparisonRunsEightRegimesUnderThreeSeeds() {
    assertThat(read(EXPERIMENTS.resolve("imagewoof.xml")).trials())
        .hasSize(24)
        .extracting(Trial::id)
        .contains("full-seed1", "lora-r32-seed3");
  }
}
