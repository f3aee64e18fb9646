package io.github.vitlora.bench;

import io.github.vitlora.kernel.Kernels;
import java.util.Locale;

/** Kernels by the name of their precision in descriptors. */
final class BenchKernels {
  private BenchKernels() {}

  static Kernels of(String precision) {
    return Kernels.valueOf(precision.toUpperCase(Locale.ROOT));
  }
}
