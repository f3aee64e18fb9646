package io.github.vitlora.worker;

import ai.djl.ndarray.NDManager;
import io.github.vitlora.export.ImageClassifier;
import io.github.vitlora.job.TrainedTrialTask;
import io.github.vitlora.kernel.TrialDevice;
import io.github.vitlora.result.ImagePrediction;
import io.github.vitlora.result.Predictions;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.train.SavedTrial;
import io.github.vitlora.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Classifies images by a trained trial. */
final class PredictTask {
  private PredictTask() {}

  static void run(SavedTrial saved, TrainedTrialTask.Predict task, Runnable alive)
      throws IOException {
    try (NDManager manager = NDManager.newBaseManager(TrialDevice.current());
        TrainedModel model = saved.load(manager)) {
      List<ImagePrediction> images =
          new ImageClassifier(model, saved.trial(), saved.classNames(), task.top())
              .classify(task.images().stream().map(Path::of).toList(), alive);
      ResultStore.writePredictions(
          Path.of(task.output()),
          new Predictions(
              Predictions.SCHEMA, saved.trial().experiment(), saved.trial().id(), images));
    }
  }
}
