package io.github.vitlora.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.experiment.Architecture;
import io.github.vitlora.experiment.Regime;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.fault.UnwritableException;
import io.github.vitlora.model.SafetensorsFile;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.result.ExportSummary;
import io.github.vitlora.train.TrainedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes a trained trial for other libraries: adapter, merged network, model card. */
public final class TrialExport {
  private static final String ADAPTER = "adapter";
  private static final String MERGED = "merged";
  private static final String CARD = "README.md";

  private TrialExport() {}

  /**
   * Writes the files, reads the merged network back, and compares its logits with those of the
   * network as it was trained.
   *
   * @param model the trial's trained network
   * @param folder made when needed; files of these names in it are replaced
   * @throws IOException when a file cannot be written
   */
  public static ExportSummary write(ExportedTrial trained, TrainedModel model, Path folder)
      throws IOException {
    Trial trial = trained.trial();
    Architecture architecture = Architecture.named(trial.model().architecture()).orElseThrow();
    try (NDManager scope = NDManager.newBaseManager()) {
      TimmCheckpoint.write(
          folder.resolve(MERGED),
          architecture,
          model.model().merged(scope),
          trial.dataset().transform(),
          trained.classNames());
      Optional<Path> adapter = adapter(scope, trial, architecture, model.model(), folder);
      LogitDistance distance = distance(scope, architecture, model.model(), folder.resolve(MERGED));
      ExportSummary summary =
          new ExportSummary(
              trial.experiment(),
              trial.id(),
              adapter.map(path -> folder.relativize(path).toString()),
              MERGED,
              CARD,
              distance.images(),
              distance.largestLogit(),
              distance.largestDifference());
      write(folder.resolve(CARD), ModelCard.render(trained, summary));
      return summary;
    }
  }

  /** None on random weights, which nobody else has, and none that PEFT could not load whole. */
  private static Optional<Path> adapter(
      NDManager scope, Trial trial, Architecture architecture, TunableModel model, Path folder)
      throws IOException {
    if (!(trial.regime() instanceof Regime.Lora lora)
        || trial.model().checkpoint().isEmpty()
        || !PeftAdapter.canKeep(lora, model.trainable().keySet())) {
      return Optional.empty();
    }
    Path adapter = folder.resolve(ADAPTER);
    PeftAdapter.write(adapter, architecture, lora, model.besidePretrained(scope));
    return Optional.of(adapter);
  }

  private static LogitDistance distance(
      NDManager scope, Architecture architecture, TunableModel model, Path merged)
      throws IOException {
    try (SafetensorsFile written = SafetensorsFile.open(merged.resolve(TimmCheckpoint.WEIGHTS));
        TunableModel again = TunableModel.whole(scope, architecture, written)) {
      NDArray noise = LogitDistance.noise(scope, architecture);
      return LogitDistance.between(
          model.network().logits(noise, false), again.network().logits(noise, false));
    }
  }

  private static void write(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UnwritableException(file, e);
    }
  }
}
