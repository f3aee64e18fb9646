package io.github.vitlora.run;

import io.github.vitlora.job.TrainedTrialTask;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.launch.ForkSettings;
import io.github.vitlora.launch.TaskProcess;
import io.github.vitlora.result.ExportSummary;
import io.github.vitlora.result.ResultStore;
import java.io.IOException;
import java.nio.file.Path;

/** Writes trained trials in the formats of other libraries. */
public final class ExportRun {
  private final ForkSettings settings;

  /** Prepares to export, in a process with the settings that trials have. */
  public ExportRun(ForkSettings settings) {
    this.settings = settings;
  }

  /**
   * Writes adapter, merged network and model card.
   *
   * @param trial a completed trial
   * @param torchScript whether the network is also written as one TorchScript file
   * @param output folder to write to
   * @throws IOException when it cannot be done, saying why
   */
  public ExportSummary run(TrialFolder trial, boolean torchScript, Path output)
      throws IOException, InterruptedException {
    Path folder = output.toAbsolutePath();
    new TaskProcess(settings)
        .run(
            new TrainedTrialTask.Export(
                trial.path().toAbsolutePath().toString(), torchScript, folder.toString()));
    return ResultStore.readExport(folder.resolve(ExportSummary.FILE));
  }
}
