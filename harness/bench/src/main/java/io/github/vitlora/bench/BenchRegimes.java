package io.github.vitlora.bench;

import io.github.vitlora.regime.Regime;
import java.util.List;

/** Regimes by the slugs that trials have. */
final class BenchRegimes {
  private static final String LORA = "lora-r";

  private BenchRegimes() {}

  /** {@code full}, or {@code lora-r8} for LoRA of rank 8 on all dense layers. */
  static Regime of(String slug) {
    if (!slug.startsWith(LORA)) {
      return new Regime.FullFineTuning();
    }
    int rank = Integer.parseInt(slug.substring(LORA.length()));
    List<String> all = List.of("attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2");
    return new Regime.Lora("lora", rank, rank, all, 0);
  }
}
