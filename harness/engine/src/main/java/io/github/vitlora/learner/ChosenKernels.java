package io.github.vitlora.learner;

import ai.djl.Device;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.kernel.Kernels;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.regime.Precision;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the kernels that a trial is computed with, the same in every process on a platform.
 *
 * @param names as the fingerprint states them
 * @param compiled empty where DJL's operators serve instead
 */
public record ChosenKernels(List<String> names, Optional<Script> compiled) {
  private static final ChosenKernels PLAIN = new ChosenKernels(List.of("plain"), Optional.empty());

  /**
   * Chooses kernels and compiles them.
   *
   * @param device that the trial is computed on
   * @throws UnsupportedPrecisionException when only kernels have the trial's precision, and they
   *     cannot serve
   */
  public static ChosenKernels of(Trial trial, Device device) {
    Precision precision = trial.training().precision();
    Kernels kernels = precision == Precision.BFLOAT16 ? Kernels.BFLOAT16 : Kernels.FLOAT32;
    boolean dropout = trial.regime().hasDropout();
    boolean variant = !trial.regime().hasKernels();
    boolean gpu = device.isGpu();
    Optional<Script> compiled = dropout || variant || gpu ? Optional.empty() : kernels.compiled();
    if (compiled.isPresent()) {
      return new ChosenKernels(kernels.sources(), compiled);
    }
    if (precision != Precision.FLOAT32) {
      throw new UnsupportedPrecisionException(
          dropout
              ? "does not go with dropout in adapters"
              : variant
                  ? "does not go with this variant of adapters"
                  : gpu
                      ? "is for processors as yet, and not for GPUs"
                      : "needs operators that libtorch lacks on this platform");
    }
    return PLAIN;
  }

  /** Says why a trial cannot be computed in bfloat16. */
  public static final class UnsupportedPrecisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedPrecisionException(String why) {
      super("precision=\"bfloat16\" " + why + "; precision=\"float32\" works");
    }
  }
}
