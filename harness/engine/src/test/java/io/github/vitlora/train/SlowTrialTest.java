package io.github.vitlora.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.learner.ChosenKernels;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.LoraOptionsBuilder;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.Precision;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.testing.SmokeTrials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlowTrialTest {
  private static final String WITH = "amd64 GenuineIntel avx2 avx512_bf16 fma";
  private static final String WITHOUT = "amd64 AuthenticAMD avx2 fma";
  private static final ChosenKernels PLAIN = new ChosenKernels(List.of("plain"), Optional.empty());

  @TempDir static Path folder;
  private SmokeTrials trials;

  @BeforeEach
  void draw() throws IOException {
    trials = SmokeTrials.in(folder);
  }

  @Test
  void bfloat16WantsInstructions() {
    Trial full = trials.of(new Regime.FullFineTuning(), 1);
    Trial half =
        new Trial(
            full.id(),
            full.model(),
            full.dataset(),
            full.training().withPrecision(Precision.BFLOAT16),
            full.regime(),
            full.seed());

    assertThat(SlowTrial.reasons(half, Device.cpu(), ChosenKernels.of(half, Device.cpu()), WITH))
        .isEmpty();
    assertThat(SlowTrial.reasons(full, Device.cpu(), ChosenKernels.of(full, Device.cpu()), WITHOUT))
        .isEmpty();
    assertThat(SlowTrial.reasons(half, Device.cpu(), ChosenKernels.of(half, Device.cpu()), WITHOUT))
        .singleElement()
        .asString()
        .contains("no instructions for bfloat16");
  }

  @Test
  void plainOperatorsAreSaidToBeSlow() {
    Trial full = trials.of(new Regime.FullFineTuning(), 1);

    assertThat(SlowTrial.reasons(full, Device.cpu(), PLAIN, WITH))
        .singleElement()
        .asString()
        .contains("plain operators");
  }

  @ParameterizedTest
  @EnumSource(names = {"DORA", "BIASED"})
  void adaptersThatKernelsLackAreSaidToBeSlow(LoraVariant variant) {
    Trial trial =
        trials.of(
            new Regime.Lora("lora", 4, 8, List.of("attn.qkv"), 0)
                .with(LoraOptionsBuilder.builder(LoraOptions.PLAIN).variant(variant).build()),
            1);

    assertThat(ChosenKernels.of(trial, Device.cpu()).names()).containsExactly("plain");
    assertThat(SlowTrial.reasons(trial, Device.cpu(), ChosenKernels.of(trial, Device.cpu()), WITH))
        .singleElement()
        .asString()
        .contains("variant");
  }

  @Test
  void dropoutIsComputedByPlainOperatorsAsIsKnown() {
    Trial dropout = trials.of(SmokeTrials.LORA, 1);

    assertThat(ChosenKernels.of(dropout, Device.cpu()).names()).containsExactly("plain");
    assertThat(
            SlowTrial.reasons(dropout, Device.cpu(), ChosenKernels.of(dropout, Device.cpu()), WITH))
        .isEmpty();
  }
}
