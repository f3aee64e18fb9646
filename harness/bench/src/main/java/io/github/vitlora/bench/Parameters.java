package io.github.vitlora.bench;

import io.github.vitlora.kernel.Kernels;
import io.github.vitlora.regime.Regime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values of benchmarks' parameters. */
final class Parameters {
  private static final String FULL = "full";
  private static final Pattern LORA = Pattern.compile("lora-r([1-9][0-9]{0,4})");

  private Parameters() {}

  /** Returns the kernels of a precision, which is named as in descriptors. */
  static Kernels kernels(String precision) {
    return Kernels.valueOf(precision.toUpperCase(Locale.ROOT));
  }

  /**
   * Makes full fine-tuning of {@code full}, and LoRA of rank 8 on all dense layers of {@code
   * lora-r8}.
   *
   * @throws IllegalArgumentException for any other slug
   */
  static Regime regime(String slug) {
    Matcher lora = LORA.matcher(slug);
    if (lora.matches()) {
      int rank = Integer.parseInt(lora.group(1));
      List<String> all = List.of("attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2");
      return new Regime.Lora("lora", rank, rank, all, 0);
    }
    if (!slug.equals(FULL)) {
      throw new IllegalArgumentException(
          "'" + slug + "' is no regime that is measured: there are full, and lora-r8 and the like");
    }
    return new Regime.FullFineTuning();
  }
}
