package io.github.vitlora.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingSpec;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Describes one regime trained under one seed: the unit that a worker runs, self-contained.
 *
 * @param experiment name of the experiment it belongs to
 * @param model the architecture and its pretrained weights
 * @param dataset the images
 * @param training the recipe
 * @param regime what is trained
 * @param seed every random choice of the trial follows from it
 */
@RecordBuilder
public record Trial(
    String experiment,
    ModelSpec model,
    DatasetSpec dataset,
    TrainingSpec training,
    Regime regime,
    long seed)
    implements TrialBuilder.With {
  /** Returns what is computed, without the names and places of its files. */
  public Trial withoutSources() {
    return new Trial("", model.withoutSources(), dataset.withoutSources(), training, regime, seed);
  }

  /** Returns the trial's stable slug, {@code lora-r8-seed1} for example. */
  @JsonIgnore
  public String id() {
    return regime.slug() + "-seed" + seed;
  }

  /** Writes the trial as the one self-contained text of {@code trial.json}. */
  public String json() {
    return RecordJson.write(this);
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws IllegalArgumentException if it is not a trial or holds anything that this version does
   *     not know, which it might otherwise leave out of the training unnoticed
   */
  public static Trial read(String json) {
    return RecordJson.read(json, Trial.class, "a trial");
  }
}
