package io.github.vitlora.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingOptionsBuilder;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.SmokeTrials;
import io.github.vitlora.train.TrialInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  private static final AugmentationSpec FLIPPED = new AugmentationSpec(0.5, Optional.empty());

  @TempDir Path folder;
  private SmokeTrials trials;
  private Trial trial;

  @BeforeEach
  void prepare() throws IOException {
    trials = SmokeTrials.in(Files.createDirectory(folder.resolve("here")));
    trial = trials.of(new Regime.LinearProbe(), 1);
  }

  @Test
  void equalInputsHaveEqualFingerprintsWhereverTheyLie() throws IOException {
    SmokeTrials elsewhere = SmokeTrials.in(Files.createDirectory(folder.resolve("there")));

    assertThat(fingerprint(elsewhere.of(new Regime.LinearProbe(), 1), 2))
        .isEqualTo(fingerprint(trial, 2))
        .matches("sha256:[0-9a-f]{64}");
  }

  @Test
  void everythingThatDeterminesNumbersCounts() throws IOException {
    String before = fingerprint(trial, 2);

    assertThat(fingerprint(trial, 1)).as("threads").isNotEqualTo(before);
    assertThat(fingerprint(trials.of(new Regime.LinearProbe(), 2), 2))
        .as("seed")
        .isNotEqualTo(before);
    assertThat(fingerprint(trials.of(new Regime.FullFineTuning(), 1), 2))
        .as("regime")
        .isNotEqualTo(before);
    assertThat(fingerprint(trials.of(new Regime.LinearProbe(), 1, 1e-4), 2))
        .as("learning rate")
        .isNotEqualTo(before);
    assertThat(
            fingerprint(
                trials.of(
                    new Regime.LinearProbe(),
                    1,
                    trial.training().withLearningRates(List.of(3e-3, 3e-2))),
                2))
        .as("learning rates to try")
        .isNotEqualTo(before);
    assertThat(
            fingerprint(
                trials.of(
                    new Regime.LinearProbe(),
                    1,
                    trial
                        .training()
                        .withOptions(TrainingOptionsBuilder.builder().labelSmoothing(0.1).build())),
                2))
        .as("label smoothing")
        .isNotEqualTo(before);
    assertThat(fingerprint(trials.augmented(trial, FLIPPED), 2))
        .as("augmentation")
        .isNotEqualTo(before);
  }

  @Test
  void aByteOfAnImageOrOfTheWeightsCounts() throws IOException {
    String before = fingerprint(trial, 2);

    append(trials.images().resolve("val/disc/0.png"));
    String otherImage = fingerprint(trial, 2);
    append(trials.checkpoint());
    String otherWeights = fingerprint(trial, 2);

    assertThat(otherImage).isNotEqualTo(before);
    assertThat(otherWeights).isNotEqualTo(otherImage);
  }

  private static void append(Path file) throws IOException {
    Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);
  }

  private String fingerprint(Trial of, int threads) throws IOException {
    Sources sources =
        new Sources(new SourceSettings(folder.resolve("cache"), Optional.empty(), true));
    return TrialInputs.gather(of, sources, Device.cpu(), threads, 0, () -> {})
        .fingerprint()
        .whole();
  }
}
