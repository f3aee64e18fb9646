package io.github.vitlora.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every descriptor that people are given to copy. */
class DescriptorExamplesTest {

  private static final Path EXPERIMENTS = Path.of("..", "experiments");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXPERIMENTS)) {
      return files.filter(f -> f.toString().endsWith(".xml")).sorted().toList();
    }
  }

  private static Experiment read(Path file) {
    return ExperimentReader.read(file, name -> Optional.empty());
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
    return ParameterCount.of(architecture, regime, experiment.dataset().classes().orElseThrow())
        .trainable();
  }

  @Test
  void theSmallComparisonRunsFiveTrials() {
    assertThat(read(EXPERIMENTS.resolve("imagewoof-mini.xml")).trials())
        .extracting(Trial::id)
        .containsExactly(
            "full-seed1", "linear-probe-seed1", "lora-r1-seed1", "lora-r4-seed1", "lora-r16-seed1");
  }

  @Test
  void theFullComparisonRunsEightRegimesUnderThreeSeeds() {
    assertThat(read(EXPERIMENTS.resolve("imagewoof.xml")).trials())
        .hasSize(24)
        .extracting(Trial::id)
        .contains("full-seed1", "lora-r32-seed3");
  }
}
