package io.github.vitlora.train;

import ai.djl.Device;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.fingerprint.NumericPlatform;
import io.github.vitlora.learner.ChosenKernels;
import io.github.vitlora.regime.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Tells why a trial takes longer on this machine than it might elsewhere. */
public final class SlowTrial {
  private static final Pattern BFLOAT16_INSTRUCTIONS =
      Pattern.compile("\\b(avx512_?bf16|amx_?bf16|bf16|svebf16)\\b");

  private SlowTrial() {}

  /** Returns sentences for people; none where all is well. */
  public static List<String> reasons(Trial trial, Device device) {
    return reasons(
        trial, device, ChosenKernels.of(trial, device), NumericPlatform.describeProcessor());
  }

  static List<String> reasons(Trial trial, Device device, ChosenKernels kernels, String processor) {
    List<String> reasons = new ArrayList<>();
    if (trial.training().precision() == Precision.BFLOAT16
        && !BFLOAT16_INSTRUCTIONS.matcher(processor).find()) {
      reasons.add(
          "this processor has no instructions for bfloat16: precision=\"float32\" is likely to be"
              + " faster here");
    }
    if (!trial.regime().hasKernels()) {
      reasons.add(
          "adapters of this variant are computed by plain operators, at a lower speed and with more"
              + " memory than the standard ones: compare accuracies, not times");
    }
    if (kernels.compiled().isEmpty()
        && trial.regime().hasKernels()
        && !trial.regime().hasDropout()
        && !device.isGpu()) {
      reasons.add(
          "libtorch lacks operators of the kernels on this platform: plain operators compute the"
              + " same, at a lower speed and with more memory");
    }
    return List.copyOf(reasons);
  }
}
