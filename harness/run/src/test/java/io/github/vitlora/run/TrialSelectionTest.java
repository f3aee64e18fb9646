package io.github.vitlora.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.Shard;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.testing.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrialSelectionTest {
  private static final List<Trial> TRIALS =
      List.of(
          trial(new Regime.FullFineTuning(), 1),
          trial(lora(1), 1),
          trial(lora(1), 2),
          trial(lora(16), 1));

  @Test
  void globsChooseTrialsInTheirOwnOrder() {
    assertThat(TrialSelection.of("lora-r16-*, full-seed1").choose(TRIALS))
        .extracting(Trial::id)
        .containsExactly("full-seed1", "lora-r16-seed1");
    assertThat(TrialSelection.of("lora-r?-seed[12]").choose(TRIALS))
        .extracting(Trial::id)
        .containsExactly("lora-r1-seed1", "lora-r1-seed2");
  }

  @Test
  void alternativesMayBeGlobs() {
    assertThat(TrialSelection.of("{full,lora-{r1,r2}}-seed1").choose(TRIALS))
        .extracting(Trial::id)
        .containsExactly("full-seed1", "lora-r1-seed1");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", ","})
  void nothingChosenIsEverything(String globs) {
    assertThat(TrialSelection.of(globs).choose(TRIALS)).isEqualTo(TRIALS);
  }

  @Test
  void aGlobThatMatchesNothingIsAnError() {
    assertThatThrownBy(() -> TrialSelection.of("full-*,lora-r2-*").choose(TRIALS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "No trial is named 'lora-r2-*'. The trials are: full-seed1, lora-r1-seed1,"
                + " lora-r1-seed2, lora-r16-seed1; did you mean lora-r1-*?");
  }

  @Test
  void theNearestTrialIsOffered() {
    assertThatThrownBy(() -> TrialSelection.of("lora-r61-seed1").choose(TRIALS))
        .hasMessageEndingWith("; did you mean lora-r1-seed1?");
    assertThatThrownBy(() -> TrialSelection.of("quite-another").choose(TRIALS))
        .hasMessageEndingWith("lora-r16-seed1");
  }

  @Test
  void aShardIsAPartOfWhatTheGlobsChoose() {
    TrialSelection second = TrialSelection.of("*-seed1").shard(Optional.of(new Shard(2, 2)));

    assertThat(second.choose(TRIALS)).extracting(Trial::id).containsExactly("lora-r1-seed1");
    assertThat(second.elsewhere(TRIALS)).containsExactly("full-seed1", "lora-r16-seed1");
  }

  @Test
  void aShardHasAllSeedsOfARegimeWhoseFirstFindsTheLearningRate() {
    List<Trial> searching =
        Samples.experiment(List.of(1L, 2L), List.of(4), List.of())
            .withTraining(TrainingSpec.adam(1, 8, 8, 1e-3).withAutoLearningRate())
            .trials();

    assertThat(new TrialSelection(List.of(), Optional.of(new Shard(1, 2))).choose(searching))
        .extracting(Trial::id)
        .containsExactly("full-seed1", "full-seed2", "lora-r4-seed1", "lora-r4-seed2");
    assertThat(new TrialSelection(List.of(), Optional.of(new Shard(2, 2))).choose(searching))
        .extracting(Trial::id)
        .containsExactly("linear-probe-seed1", "linear-probe-seed2");
  }

  private static Regime lora(int rank) {
    return new Regime.Lora("lora", rank, 16, List.of("attn.qkv"), 0);
  }

  private static Trial trial(Regime regime, long seed) {
    return new Trial(
        "experiment",
        new ModelSpec("vit_tiny_patch16_224", "file:/weights", Optional.empty()),
        new DatasetSpec(
            new DatasetOrigin.Directory("/data"),
            "train",
            "val",
            0.1,
            DatasetSpec.Limit.NONE,
            new TransformSpec(224, 224, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
            Optional.empty()),
        TrainingSpec.adam(1, 8, 8, 1e-3),
        regime,
        seed);
  }
}
