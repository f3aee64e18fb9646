package io.github.vitlora.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.WeightNames;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.result.ExportSummary;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.train.SavedTrial;
import io.github.vitlora.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.FileUtils;

/** Writes a trained trial for other libraries: adapter, merged network, model card. */
public final class TrialExport {
  private static final String ADAPTER = "adapter";
  private static final String MERGED = "merged";
  private static final String CARD = "README.md";
  private static final String SCRIPT = "model.pt";
  private static final String UNFINISHED = ".unfinished";

  /** The files are moved to their places in this order, the summary last. */
  private static final List<String> FINISHED =
      List.of(ADAPTER, MERGED, SCRIPT, CARD, ExportSummary.FILE);

  private TrialExport() {}

  /**
   * Writes the files beside their places, reads the merged network back, and compares its logits
   * with those of the network as it was trained. Only when they agree are the files put in their
   * places.
   *
   * @param model the trial's trained network
   * @param torchScript whether the network is also written as one TorchScript file
   * @param folder made when needed; files of these names in it are replaced
   * @throws IOException when a file cannot be written, or the networks differ by more than rounding
   */
  public static ExportSummary write(
      SavedTrial trained, TrainedModel model, boolean torchScript, Path folder) throws IOException {
    return write(trained, model, torchScript, folder, LogitDistance.TOLERANCE);
  }

  /** Does the same with another tolerance. */
  static ExportSummary write(
      SavedTrial trained, TrainedModel model, boolean torchScript, Path folder, double tolerance)
      throws IOException {
    if (trained.neighbours().isPresent()) {
      throw new ResultException(
          trained.weights(),
          "these are features of training images, which vote: there is no network that other"
              + " libraries could load. vitlora:predict classifies with this trial; another one can"
              + " be exported (vitlora.trial)",
          null);
    }
    Path unfinished = folder.resolve(UNFINISHED);
    try {
      FileUtils.deleteDirectory(unfinished.toFile());
      ExportSummary summary = writeUnfinished(trained, model, torchScript, unfinished, tolerance);
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
      SavedTrial trained, TrainedModel model, boolean torchScript, Path folder, double tolerance)
      throws IOException {
    Trial trial = trained.trial();
    Architecture architecture = Architecture.named(trial.model().architecture()).orElseThrow();
    try (NDManager scope = NDManager.newBaseManager(model.device())) {
      Map<String, NDArray> merged = model.model().merged(scope);
      TimmCheckpoint.write(
          folder.resolve(MERGED),
          architecture,
          merged,
          trial.dataset().transform(),
          trained.classNames());
      if (torchScript) {
        TorchScriptFile.write(folder.resolve(SCRIPT), architecture, merged);
      }
      NDArray noise = LogitDistance.noise(scope, architecture);
      NDArray logits = model.model().network().logits(noise, false);
      LogitDistance distance =
          LogitDistance.between(logits, merged(scope, architecture, noise, folder));
      distance.requireSmall(tolerance, "merged network");
      if (torchScript) {
        try (Script script = Script.load(folder.resolve(SCRIPT))) {
          LogitDistance.between(logits, script.array(scope, "forward", noise))
              .requireSmall(tolerance, "network in " + SCRIPT);
        }
      }
      WeightNames names = names(trained);
      Optional<Path> adapter = adapter(scope, trial, names, model.model(), folder);
      ExportSummary summary =
          new ExportSummary(
              trial.experiment(),
              trial.id(),
              adapter.map(path -> folder.relativize(path).toString()),
              MERGED,
              torchScript ? Optional.of(SCRIPT) : Optional.empty(),
              CARD,
              distance.images(),
              distance.largestLogit(),
              distance.largestDifference());
      TextFile.write(folder.resolve(CARD), ModelCard.render(trained, summary, names));
      ResultStore.writeExport(folder.resolve(ExportSummary.FILE), summary);
      return summary;
    }
  }

  /** Returns how the checkpoint names its weights that training started from. */
  private static WeightNames names(SavedTrial trained) throws IOException {
    if (trained.pretrained().isEmpty()) {
      return new WeightNames.Timm();
    }
    try (SafetensorsFile checkpoint = SafetensorsFile.open(trained.pretrained().get())) {
      return WeightNames.of(checkpoint);
    }
  }

  /** Writes the adapter if PEFT can keep it and others have the weights that it is for. */
  private static Optional<Path> adapter(
      NDManager scope, Trial trial, WeightNames names, TunableModel model, Path folder)
      throws IOException {
    if (trial.model().checkpoint().isEmpty()) {
      return Optional.empty();
    }
    Architecture architecture = Architecture.named(trial.model().architecture()).orElseThrow();
    Optional<PeftAdapter> known = PeftAdapter.of(architecture, trial.regime(), model, names);
    Path adapter = folder.resolve(ADAPTER);
    if (known.isPresent()) {
      known.get().write(adapter, model.besidePretrained(scope));
    }
    return known.map(written -> adapter);
  }

  /** Returns the logits of the merged network as it is read back. */
  private static NDArray merged(
      NDManager scope, Architecture architecture, NDArray pixels, Path folder) throws IOException {
    Path weights = folder.resolve(MERGED).resolve(TimmCheckpoint.WEIGHTS);
    try (SafetensorsFile written = SafetensorsFile.open(weights);
        TunableModel again = TunableModel.whole(scope, architecture, written)) {
      return again.network().logits(pixels, false);
    }
  }
}
