package io.github.vitlora.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials that need nothing but the harness: its own data, grey, and random weights. */
@Tag("slow")
class BuiltinDataTest {

  @TempDir Path folder;

  private static Trial trial(int trainPerClass, long seed) {
    return new Trial(
        "builtin",
        new ModelSpec("vit_mini_patch4_28_gray", ModelSpec.RANDOM, Optional.empty()),
        new DatasetSpec(
            new DatasetOrigin.Builtin("fashion-mnist-3000"),
            "train",
            "t10k",
            0,
            new DatasetSpec.Limit(Optional.of(trainPerClass), Optional.of(30)),
            new TransformSpec(28, 28, List.of(0.286f), List.of(0.353f)),
            Optional.of(10)),
        TrainingSpec.adam(4, 20, 20, 1e-3),
        new Regime.FullFineTuning(),
        seed);
  }

  private TrialInputs gather(Trial trial) throws IOException {
    Sources sources = new Sources(new SourceSettings(folder, Optional.empty(), true));
    return TrialInputs.gather(trial, sources, Device.cpu(), 2, 0, () -> {});
  }

  @Test
  void greyImagesAreLearnt() throws IOException {
    TrialInputs inputs = gather(trial(20, 1));
    CheckpointStore store =
        new CheckpointStore(
            folder.resolve("state"), inputs.fingerprint().whole(), Duration.ofDays(1));

    TrialOutcome outcome = TrialRun.run(inputs, folder.resolve("weights"), store, event -> {});

    List<Double> losses = outcome.result().epochs().stream().map(EpochResult::trainLoss).toList();
    assertThat(losses.get(3)).isLessThan(0.9 * losses.get(0));
    // One in ten by chance, with a standard deviation of 0.02.
    assertThat(outcome.result().test())
        .hasValueSatisfying(t -> assertThat(t.accuracy()).isGreaterThan(0.2));
  }

  @Test
  void imagesAndSeedsOfRandomWeightsCountInTheFingerprint() throws IOException {
    String some = gather(trial(2, 1)).fingerprint().whole();

    assertThat(gather(trial(2, 1)).fingerprint().whole()).isEqualTo(some);
    assertThat(gather(trial(3, 1)).fingerprint().whole()).isNotEqualTo(some);
    assertThat(gather(trial(2, 2)).fingerprint().whole()).isNotEqualTo(some);
  }
}
