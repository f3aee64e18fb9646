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
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.train.TrainedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;

/** Writes a trained trial for other libraries: adapter, merged network, model card. */
public final class TrialExport {
  private static final String ADAPTER = "adapter";
  private static final String MERGED = "merged";
  private static final String CARD = "README.md";
  private static final String UNFINISHED = ".unfinished";

  /** In the order that they come to their places in: the summary of all last. */
  private static final List<String> FINISHED = List.of(ADAPTER, MERGED, CARD, ExportSummary.FILE);

  private TrialExport() {}

  /**
   * Writes the files beside their places, reads the merged network back, and compares its logits
   * with those of the network as it was trained. Only when they agree are the files put in their
   * places.
   *
   * @param model the trial's trained network
   * @param folder made when needed; files of these names in it are replaced
   * @throws IOException when a file cannot be written, or the networks differ by more than rounding
   */
  public static ExportSummary write(ExportedTrial trained, TrainedModel model, Path folder)
      throws IOException {
    return write(trained, model, folder, LogitDistance.TOLERANCE);
  }

  /** The same with another tolerance. */
  static ExportSummary write(
      ExportedTrial trained, TrainedModel model, Path folder, double tolerance) throws IOException {
    Path unfinished = folder.resolve(UNFINISHED);
    try {
      FileUtils.deleteDirectory(unfinished.toFile());
      ExportSummary summary = writeUnfinished(trained, model, unfinished, tolerance);
      FileUtils.deleteQuietly(folder.resolve(ExportSummary.FILE).toFile());
      for (String name : FINISHED) {
        Path place = folder.resolve(name);
        FileUtils.deleteQuietly(place.toFile());
        if (Files.exists(unfinished.resolve(name))) {
          Files.move(unfinished.resolve(name), place);
        }
      }
      return summary;
    } finally {
      FileUtils.deleteDirectory(unfinished.toFile());
    }
  }

  private static ExportSummary writeUnfinished(
      ExportedTrial trained, TrainedModel model, Path folder, double tolerance) throws IOException {
    Trial trial = trained.trial();
    Architecture architecture = Architecture.named(trial.model().architecture()).orElseThrow();
    try (NDManager scope = NDManager.newBaseManager()) {
      TimmCheckpoint.write(
          folder.resolve(MERGED),
          architecture,
          model.model().merged(scope),
          trial.dataset().transform(),
          trained.classNames());
      LogitDistance distance = distance(scope, architecture, model.model(), folder.resolve(MERGED));
      distance.requireSmall(tolerance);
      Optional<Path> adapter = adapter(scope, trial, architecture, model.model(), folder);
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
      ResultStore.writeExport(folder.resolve(ExportSummary.FILE), summary);
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
