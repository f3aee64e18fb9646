package io.github.vitlora.worker;

import ai.djl.ndarray.NDManager;
import io.github.vitlora.export.TrialExport;
import io.github.vitlora.kernel.TrialDevice;
import io.github.vitlora.train.SavedTrial;
import io.github.vitlora.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a trained trial in other libraries' formats. */
final class ExportTask {
  private ExportTask() {}

  static void run(SavedTrial saved, boolean torchScript, Path output) throws IOException {
    try (NDManager manager = NDManager.newBaseManager(TrialDevice.current());
        TrainedModel model = saved.load(manager)) {
      TrialExport.write(saved, model, torchScript, output);
    }
  }
}
